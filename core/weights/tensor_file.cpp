// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/tensor_file.h"

#include "core/weights/exported_archive.h"
#include "core/weights/safetensors_file.h"
#include "core/weights/torch_file.h"
#include "core/weights/weights_search.h"

namespace spindle {
namespace {

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

Weights readExported(const ByteSource& source, const std::string& container, bool everything) {
  if (!container.empty()) source.refuse("is a program of torch.export and has no part called " + container + ".");
  const ExportedArchive archive(source);
  Weights weights;
  weights.summary.format = WeightsFormat::torchExport;
  weights.summary.tensors = archive.headers();
  if (weights.summary.tensors.empty()) source.refuse("holds no weights; export the network again.");
  if (everything) weights.tensors = archive.weights();
  std::vector<std::string> names;
  for (const auto& header : weights.summary.tensors) names.push_back(header.name);
  weights.summary.strippedPrefix = commonPrefix(names);
  for (auto& header : weights.summary.tensors) header.name.erase(0, weights.summary.strippedPrefix.size());
  for (auto& tensor : weights.tensors) tensor.name.erase(0, weights.summary.strippedPrefix.size());
  return weights;
}

}  // namespace

Weights readTensorFile(const ByteSource& source, WeightsFormat format, const std::string& container, bool everything) {
  if (format == WeightsFormat::torchExport) return readExported(source, container, everything);
  return format == WeightsFormat::safetensors ? readSafetensors(source, container, everything)
                                              : readTorch(source, format, container, everything);
}

}  // namespace spindle
