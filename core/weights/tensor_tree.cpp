// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/tensor_tree.h"

#include "core/weights/byte_source.h"
#include "core/weights/exported_archive.h"
#include "core/weights/file_kind.h"
#include "core/weights/npy_file.h"
#include "core/weights/safetensors_file.h"
#include "core/weights/torch_file.h"
#include "core/weights/weights_search.h"
#include "core/weights/zip_archive.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

namespace spindle {

namespace {

std::vector<NamedTensor> withoutText(std::vector<NpyArray> arrays) {
  std::vector<NamedTensor> tensors;
  for (auto& array : arrays) {
    if (!array.isText) tensors.push_back({std::move(array.name), std::move(array.tensor)});
  }
  return tensors;
}

/// A list of whole numbers as int64[N]; nothing for any other value.
std::optional<Tensor> integers(PickleValue value) {
  const auto* list = value->sequence();
  if (list == nullptr || list->kind == PickleSequence::Kind::set || list->items.empty()) return std::nullopt;
  std::vector<std::int64_t> numbers;
  for (const auto* item : list->items) {
    const auto number = item->integer();
    if (!number || item->boolean()) return std::nullopt;
    numbers.push_back(*number);
  }
  Tensor tensor{ElementType::int64, {static_cast<std::int64_t>(numbers.size())}, {}};
  const auto bytes = std::as_bytes(std::span(numbers));
  tensor.bytes.assign(bytes.begin(), bytes.end());
  return tensor;
}

/// Labels are often saved as a list beside the inputs: {"data": array, "labels": [6, 9, ...]}, or (inputs, [6, 9,
/// ...]).
void addLists(PickleValue root, std::vector<NamedTensor>& tensors) {
  const auto add = [&](std::string name, PickleValue value) {
    if (auto numbers = integers(value)) tensors.push_back({std::move(name), *std::move(numbers)});
  };
  if (const auto* dict = root->dict()) {
    for (const auto& [key, value] : dict->items) {
      const auto bytes = key->bytes();
      if (const auto text = key->text()) {
        add(std::string(*text), value);
      } else if (bytes) {
        add(std::string(asText(*bytes)), value);
      }
    }
  } else if (const auto* list = root->sequence()) {
    for (std::size_t i = 0; i < list->items.size(); ++i) add(std::to_string(i), list->items[i]);
  }
}

std::vector<NamedTensor> fromPlainPickle(const ByteSource& source) {
  const auto document = openPlainPickle(source);
  std::vector<NamedTensor> tensors;
  for (const auto& found : allTensors(document.root, source)) {
    if (!found.value->array()) source.refuse("its tensors are not in the file; save it with torch.save.");
    tensors.push_back({found.name, tensorOf(*found.value->array())});
  }
  if (tensors.empty()) source.refuse("holds no array; check what was saved.");
  addLists(document.root, tensors);
  return tensors;
}

}  // namespace

std::vector<NamedTensor> readTensors(const ByteSource& source, const ArrayFilter& wanted) {
  const auto isWanted = [&wanted](const TensorHeader& header) {
    return !wanted || wanted({header.name, header.shape, bytesOf(header.type)});
  };
  const auto start = source.some(0, 8);
  const auto text = asText(start);
  if (text.starts_with("\x93NUMPY")) {
    std::vector<NpyArray> one;
    one.push_back(readNpyArray(source, wanted));
    return withoutText(std::move(one));
  }
  const auto format = sniffWeightsFormat(source);
  if (!format) {
    if (text.starts_with("PK")) {
      const ZipArchive archive(source);
      const bool arrays =
          std::ranges::any_of(archive.entries(), [](const auto& e) { return e.name.ends_with(".npy"); });
      if (arrays) return withoutText(readNpzArrays(source, wanted));
    }
    const bool binary = text.size() > 1 && text[0] == '\x80' && text[1] >= 2 && text[1] <= 5;
    const bool textual = text.starts_with("(d") || text.starts_with("(l");  // a dict or list in protocol 0
    if (binary || textual) return fromPlainPickle(source);
    refuseForeignFile(source);
  }
  if (*format == WeightsFormat::safetensors) {
    const SafetensorsFile file(source);
    std::vector<NamedTensor> tensors;
    for (std::size_t i = 0; i < file.headers().size(); ++i) {
      if (isWanted(file.headers()[i])) tensors.push_back({file.headers()[i].name, file.read(i)});
    }
    return tensors;
  }
  if (*format == WeightsFormat::safetensorsIndex || *format == WeightsFormat::torchIndex) {
    source.refuse("is an index of several files; give one of them.");
  }
  if (*format == WeightsFormat::torchExport) return ExportedArchive(source).weights();
  const TorchFile file(source, *format);
  const bool script = *format == WeightsFormat::torchScript;
  auto found = script ? scriptTensors(file) : allTensors(file.document().root, source);
  std::erase_if(found, [&](const FoundTensor& one) { return !isWanted(headerOf(one)); });
  auto tensors = file.read(found);
  if (script) return tensors;
  if (!tensors.empty()) addLists(file.document().root, tensors);
  return tensors;
}

std::vector<NamedTensor> readTensors(const std::filesystem::path& file, const ArrayFilter& wanted) {
  return readTensors(ByteSource(file), wanted);
}

}  // namespace spindle
