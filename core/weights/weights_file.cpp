// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights_file.h"

#include "core/base/user_error.h"
#include "core/weights/file_kind.h"
#include "core/weights/safetensors_file.h"
#include "core/weights/sharded_index.h"
#include "core/weights/torch_file.h"
#include "core/weights/weights_search.h"

#include <array>

namespace spindle {

namespace {

constexpr std::array<std::string_view, 4> folderFiles{"model.safetensors", "model.safetensors.index.json",
                                                      "pytorch_model.bin", "pytorch_model.bin.index.json"};

/// Numbers saved as tensors of no dimension (timm and old examples save best accuracies so).
void addTensorScalars(const TorchFile& file, std::map<std::string, double>& scalars) {
  const auto* dict = file.document().root->dict();
  if (!dict) return;
  std::vector<FoundTensor> wanted;
  for (const auto& [key, value] : dict->items) {
    const auto* tensor = value->tensor();
    if (key->text() && tensor && tensor->shape.empty() && tensor->storage->wholeBytes <= 1024 && wanted.size() < 16) {
      wanted.push_back({std::string(*key->text()), value});
    }
  }
  for (const auto& [name, tensor] : file.read(wanted)) scalars.emplace(name, tensor.toDoubles().at(0));
}

Weights readTorch(const ByteSource& source, WeightsFormat format, const std::string& container, bool everything) {
  const TorchFile file(source, format);
  Weights weights;
  auto& summary = weights.summary;
  summary.format = format;
  std::vector<FoundTensor> found;
  if (format == WeightsFormat::torchScript) {
    if (!container.empty()) source.refuse("is TorchScript and has no part called " + container + ".");
    found = scriptTensors(file);
  } else {
    const PickleValue root = file.document().root;
    auto chosen = findWeights(root, container, source);
    summary.container = std::move(chosen.container);
    summary.alternatives = std::move(chosen.alternatives);
    summary.opaque = file.document().opaque;
    found = std::move(chosen.tensors);
    if (!summary.container.empty()) {
      summary.scalars = scalarsBeside(root);
      addTensorScalars(file, summary.scalars);
    }
  }
  summary.strippedPrefix = stripPrefixes(found);
  for (const auto& tensor : found) summary.tensors.push_back(headerOf(tensor));
  if (everything) {
    weights.tensors = file.read(found);
  } else {
    file.check(found);
  }
  return weights;
}

Weights readSafetensors(const ByteSource& source, const std::string& container, bool everything) {
  if (!container.empty()) source.refuse("is a safetensors file and has no part called " + container + ".");
  const SafetensorsFile file(source);
  Weights weights;
  weights.summary.format = WeightsFormat::safetensors;
  weights.summary.tensors = file.headers();
  if (file.headers().empty()) source.refuse("holds no tensors; save the weights again.");
  std::vector<std::string> names;
  for (const auto& header : file.headers()) names.push_back(header.name);
  weights.summary.strippedPrefix = commonPrefix(names);
  for (auto& header : weights.summary.tensors) header.name.erase(0, weights.summary.strippedPrefix.size());
  for (std::size_t i = 0; everything && i < names.size(); ++i) {
    weights.tensors.push_back({weights.summary.tensors[i].name, file.read(i)});
  }
  return weights;
}

Weights read(const ByteSource& source, const std::string& container, bool everything) {
  const auto format = sniffWeightsFormat(source);
  if (!format) refuseForeignFile(source);
  switch (*format) {
    case WeightsFormat::torchZip:
    case WeightsFormat::torchLegacy:
    case WeightsFormat::torchScript:
      return readTorch(source, *format, container, everything);
    case WeightsFormat::safetensors:
      return readSafetensors(source, container, everything);
    case WeightsFormat::safetensorsIndex:
    case WeightsFormat::torchIndex:
      return readSharded(source, *format, everything);
  }
  refuseForeignFile(source);
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

std::string_view nameOf(WeightsFormat format) {
  switch (format) {
    case WeightsFormat::torchZip:
      return "PyTorch (zip)";
    case WeightsFormat::torchLegacy:
      return "PyTorch before 1.6";
    case WeightsFormat::torchScript:
      return "TorchScript";
    case WeightsFormat::safetensors:
      return "safetensors";
    case WeightsFormat::safetensorsIndex:
      return "sharded safetensors";
    case WeightsFormat::torchIndex:
      return "sharded PyTorch";
  }
  return "unknown";
}

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
