// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace spindle::test {

/// What tests/golden/model/make_model.py wrote for one network: inputs, and PyTorch's own log-odds.
struct GoldenNetwork {
  std::filesystem::path architecture, weights;
  std::vector<std::size_t> targets;         ///< one for each sample
  std::vector<AdditiveInput> inputs;        ///< one for each sample
  std::vector<std::vector<float>> logOdds;  ///< [sample][coalition]
};

inline GoldenNetwork goldenNetwork(const std::string& name) {
  const auto folder = std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model";
  GoldenNetwork golden{folder / (name + ".pt"), folder / (name + ".pth"), {}, {}, {}};
  const auto info = nlohmann::json::parse(std::ifstream(folder / (name + ".json")));
  golden.targets = info.at("targets").get<std::vector<std::size_t>>();
  const auto parts = info.at("parts").get<std::vector<std::vector<std::uint32_t>>>();
  const auto elements = info.at("elements").get<std::size_t>();
  const auto coalitions = std::size_t{1} << parts.size();
  const auto samples = golden.targets.size();
  std::vector<float> blob(elements * (1 + samples) + coalitions * samples);
  std::ifstream(folder / (name + ".bin"), std::ios::binary)
      .read(reinterpret_cast<char*>(blob.data()), static_cast<std::streamsize>(blob.size() * sizeof(float)));
  for (std::size_t s = 0; s < samples; ++s) {
    const float* const sample = blob.data() + elements * (1 + s);
    AdditiveInput input;
    input.base.assign(blob.data(), blob.data() + elements);
    for (const auto& indices : parts) {
      AdditiveInput::Part part{indices, {}};
      for (const auto index : indices) part.present.push_back(sample[index]);
      input.parts.push_back(part);
    }
    golden.inputs.push_back(input);
    const float* const scores = blob.data() + elements * (1 + samples) + coalitions * s;
    golden.logOdds.emplace_back(scores, scores + coalitions);
  }
  return golden;
}

}  // namespace spindle::test
