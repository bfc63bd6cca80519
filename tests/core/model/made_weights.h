// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace spindle::test {

struct MadeTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

/// A safetensors file of these tensors.
inline void writeWeights(const std::filesystem::path& file, const std::vector<MadeTensor>& tensors) {
  nlohmann::ordered_json head;  // readers keep the order
  std::size_t at = 0;
  for (const MadeTensor& tensor : tensors) {
    const std::size_t end = at + 4 * tensor.values.size();
    head[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {at, end}}};
    at = end;
  }
  std::string text = head.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(&length), sizeof length) << text;
  for (const MadeTensor& tensor : tensors)
    stream.write(reinterpret_cast<const char*>(tensor.values.data()),
                 static_cast<std::streamsize>(4 * tensor.values.size()));
}

}  // namespace spindle::test
