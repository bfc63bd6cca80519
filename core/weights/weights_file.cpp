// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights_file.h"

#include "core/base/user_error.h"
#include "core/weights/file_kind.h"
#include "core/weights/sharded_index.h"
#include "core/weights/tensor_file.h"

#include <array>

namespace spindle {

namespace {

constexpr std::array<std::string_view, 4> folderFiles{"model.safetensors", "model.safetensors.index.json",
                                                      "pytorch_model.bin", "pytorch_model.bin.index.json"};

Weights read(const ByteSource& source, const std::string& container, bool everything) {
  const auto format = sniffWeightsFormat(source);
  if (!format) refuseForeignFile(source);
  const bool index = *format == WeightsFormat::safetensorsIndex || *format == WeightsFormat::torchIndex;
  return index ? readSharded(source, *format, everything) : readTensorFile(source, *format, container, everything);
}

Weights read(const std::filesystem::path& path, const std::string& container, bool everything) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return read(ByteSource(path), container, everything);
  const auto file = weightsFileIn(path);
  if (!file) {
    throw UserError(path.string() +
                    ": the folder has no model.safetensors, pytorch_model.bin or index of shards; "
                    "give the file of the weights itself.");
  }
  return read(ByteSource(*file), container, everything);
}

}  // namespace

WeightsSummary readWeightsSummary(const std::filesystem::path& file, const std::string& container) {
  return read(file, container, false).summary;
}

WeightsSummary readWeightsSummary(const ByteSource& source, const std::string& container) {
  return read(source, container, false).summary;
}

Weights readWeights(const std::filesystem::path& file, const std::string& container) {
  return read(file, container, true);
}

Weights readWeights(const ByteSource& source, const std::string& container) {
  return read(source, container, true);
}

std::optional<WeightsFormat> sniffWeightsFormat(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_directory(file, error)) return sniffWeightsFormat(ByteSource(file));
  const auto inside = weightsFileIn(file);
  return inside ? sniffWeightsFormat(ByteSource(*inside)) : std::nullopt;
}

std::optional<std::filesystem::path> weightsFileIn(const std::filesystem::path& folder) {
  for (const auto name : folderFiles) {
    std::error_code error;
    if (std::filesystem::is_regular_file(folder / name, error)) return folder / name;
  }
  return std::nullopt;
}

}  // namespace spindle
