// SPDX-License-Identifier: GPL-3.0-or-later
// The part of PickleBuilder that rebuilds tensors, storages and numpy values.
#include "core/weights/element_layout.h"
#include "core/weights/pickle_builder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spindle {

namespace {

constexpr std::size_t mostDimensions = 64;

struct StorageType {
  std::string_view name;
  std::optional<ElementType> type;
  std::uint64_t bytes;
};

constexpr std::array<StorageType, 20> storageTypes{{
    {"DoubleStorage", ElementType::float64, 8}, {"FloatStorage", ElementType::float32, 4},
    {"HalfStorage", ElementType::float16, 2},   {"BFloat16Storage", ElementType::bfloat16, 2},
    {"LongStorage", ElementType::int64, 8},     {"IntStorage", ElementType::int32, 4},
    {"ShortStorage", ElementType::int16, 2},    {"CharStorage", ElementType::int8, 1},
    {"ByteStorage", ElementType::uint8, 1},     {"BoolStorage", ElementType::boolean, 1},
    {"UntypedStorage", std::nullopt, 1},        {"_UntypedStorage", std::nullopt, 1},
    {"ComplexFloatStorage", std::nullopt, 8},   {"ComplexDoubleStorage", std::nullopt, 16},
    {"QInt8Storage", std::nullopt, 1},          {"QUInt8Storage", std::nullopt, 1},
    {"QInt32Storage", std::nullopt, 4},         {"QUInt4x2Storage", std::nullopt, 1},
    {"QUInt2x4Storage", std::nullopt, 1},       {"TypedStorage", std::nullopt, 1},
}};

std::optional<ElementType> torchType(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, ElementType>, 21> known{{
      {"float64", ElementType::float64},
      {"double", ElementType::float64},
      {"float32", ElementType::float32},
      {"float", ElementType::float32},
      {"float16", ElementType::float16},
      {"half", ElementType::float16},
      {"bfloat16", ElementType::bfloat16},
      {"float8_e4m3fn", ElementType::float8e4m3},
      {"float8_e5m2", ElementType::float8e5m2},
      {"int64", ElementType::int64},
      {"long", ElementType::int64},
      {"int32", ElementType::int32},
      {"int", ElementType::int32},
      {"int16", ElementType::int16},
      {"short", ElementType::int16},
      {"int8", ElementType::int8},
      {"uint64", ElementType::uint64},
      {"uint32", ElementType::uint32},
      {"uint16", ElementType::uint16},
      {"uint8", ElementType::uint8},
      {"bool", ElementType::boolean},
  }};
  const auto place = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first == name; });
  if (place == known.end()) return std::nullopt;
  return place->second;
}

std::optional<std::vector<std::int64_t>> integers(PickleValue value) {
  const auto* items = value->sequence();
  if (!items || items->items.size() > mostDimensions) return std::nullopt;
  std::vector<std::int64_t> out;
  for (PickleValue item : items->items) {
    const auto integer = item->integer();
    if (!integer || *integer < 0) return std::nullopt;
    out.push_back(*integer);
  }
  return out;
}

/// The element type of a pickled numpy.dtype: name from its arguments, byte order from its state.
std::optional<NumpyType> dtypeOf(PickleValue value) {
  const auto* object = value->object();
  if (!object || !object->made.is("numpy", "dtype") || !object->arguments) return std::nullopt;
  const auto* arguments = object->arguments->sequence();
  if (!arguments || arguments->items.empty()) return std::nullopt;
  const auto name = arguments->items[0]->text();
  auto type = name ? numpyType(*name) : std::nullopt;
  if (type && object->state) {
    const auto* state = object->state->sequence();
    if (state && state->items.size() > 1 && state->items[1]->text() == ">") type->bigEndian = true;
  }
  return type;
}

/// The last element that a view may touch, plus one; nullopt when that does not fit.
std::optional<std::int64_t> endOf(std::int64_t offset, const std::vector<std::int64_t>& shape,
                                  const std::vector<std::int64_t>& stride) {
  std::int64_t end = offset;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    std::int64_t span = 0;
    if (__builtin_mul_overflow(shape[axis] - 1, stride[axis], &span) || __builtin_add_overflow(end, span, &end)) {
      return std::nullopt;
    }
  }
  if (__builtin_add_overflow(end, 1, &end)) return std::nullopt;
  return end;
}

}  // namespace

PickleValue PickleBuilder::persistent(PickleValue id) {
  const auto* tuple = id->sequence();
  const auto damaged = [&]() {
    refuse("a storage is described in an unknown way; save the file again with torch.save.");
  };
  if (!tuple || tuple->items.size() < 2) damaged();
  const auto& items = tuple->items;
  const auto tag = items[0]->text();
  if (tag == "module") return items[1];  // the class of a pickled module, with its source text
  if (tag != "storage" || items.size() < 5 || !items[1]->global() || !items[2]->text() || !items[4]->integer()) {
    damaged();
  }
  const auto typeName = items[1]->global()->name;
  const auto* type = std::ranges::find(storageTypes, typeName, &StorageType::name);
  if (type == storageTypes.end()) {
    refuse("tensors of type " + std::string(typeName.substr(0, 60)) +
           " are not known; convert them to float32 and save again.");
  }
  const std::int64_t elements = *items[4]->integer();
  if (elements < 0 || elements > (std::int64_t{1} << 56)) damaged();
  charge(sizeof(PickleStorage));
  auto storage = std::make_unique<PickleStorage>();
  storage->key = *items[2]->text();
  storage->typeName = type->name;
  storage->type = type->type;
  storage->bytesPerElement = type->bytes;
  storage->wholeBytes = storage->bytes = static_cast<std::uint64_t>(elements) * type->bytes;
  if (items.size() > 5 && items[5]->sequence()) {  // (key of the view, offset, elements), before PyTorch 0.4
    const auto& view = items[5]->sequence()->items;
    const auto offset = view.size() == 3 ? view[1]->integer() : std::nullopt;
    const auto count = view.size() == 3 ? view[2]->integer() : std::nullopt;
    if (!offset || !count || *offset < 0 || *count < 0 || *offset > elements || *count > elements - *offset) damaged();
    storage->viewOffset = static_cast<std::uint64_t>(*offset) * type->bytes;
    storage->bytes = static_cast<std::uint64_t>(*count) * type->bytes;
  }
  return make(std::move(storage));
}

PickleValue PickleBuilder::tensor(const Arguments& arguments, bool withType) {
  const auto damaged = [&]() {
    refuse("a tensor is described in an unknown way; save the file again with torch.save.");
  };
  if (arguments.size() < (withType ? 7 : 4)) damaged();
  const auto* storage = arguments[0]->storage();
  const auto offset = arguments[1]->integer();
  auto shape = integers(arguments[2]);
  auto stride = integers(arguments[3]);
  if (!storage || !offset || *offset < 0 || !shape || !stride || shape->size() != stride->size()) damaged();

  std::optional<ElementType> type = storage->type;
  if (withType) {
    const auto* named = arguments[6]->global();
    type = named && named->module == "torch" ? torchType(named->name) : std::nullopt;
  } else if (storage->typeName == "UntypedStorage" || storage->typeName == "_UntypedStorage") {
    type = ElementType::uint8;
  }
  if (!type) {  // complex, quantized, ...: no error unless the weights need it
    return opaque(
        withType && arguments[6]->global() ? *arguments[6]->global() : PickleGlobal{"torch", storage->typeName},
        nullptr);
  }

  const std::size_t width = bytesOf(*type);
  const auto count = elementsOf(*shape, width);
  const auto end = count && *count > 0 ? endOf(*offset, *shape, *stride) : std::optional<std::int64_t>(0);
  if (!count || !end || static_cast<std::uint64_t>(*end) > storage->bytes / width) {
    refuse("a tensor of shape " + shapeText(*shape) + " at offset " + std::to_string(*offset) +
           " does not fit into its storage of " + std::to_string(storage->bytes / width) +
           " elements; the file is damaged, copy it again.");
  }
  const auto dense = denseStrides(*shape, false);
  for (std::size_t axis = 0; axis < shape->size(); ++axis) {
    if (*count == 0 || (*shape)[axis] <= 1) (*stride)[axis] = dense[axis];  // without meaning there
  }
  charge(sizeof(PickleTensor) + 2 * 8 * shape->size());
  return make(std::make_unique<PickleTensor>(
      PickleTensor{storage, *type, *count == 0 ? 0 : *offset, std::move(*shape), std::move(*stride)}));
}

PickleValue PickleBuilder::encoded(const Arguments& arguments) {
  // Python 3 writes bytes as text in protocol 2: each byte became one code point below 256.
  const auto text = arguments.empty() ? std::nullopt : arguments[0]->text();
  if (!text) return nullptr;
  charge(text->size());
  std::string raw;
  raw.reserve(text->size());
  for (std::size_t i = 0; i < text->size(); ++i) {
    const auto first = static_cast<unsigned char>((*text)[i]);
    if (first < 0x80) {
      raw.push_back(static_cast<char>(first));
    } else if ((first & 0xfc) == 0xc0 && i + 1 < text->size()) {
      const auto second = static_cast<unsigned char>((*text)[++i]);
      raw.push_back(static_cast<char>((first & 3) << 6 | (second & 0x3f)));
    } else {
      return nullptr;
    }
  }
  return bytes(std::move(raw));
}

PickleValue PickleBuilder::numpyScalar(const Arguments& arguments) {
  const auto type = arguments.empty() ? std::nullopt : dtypeOf(arguments[0]);
  const auto raw = arguments.size() == 2 ? arguments[1]->bytes() : std::nullopt;
  if (!type || !raw || raw->size() != bytesOf(type->type)) return nullptr;
  Tensor one{type->type, {}, {raw->begin(), raw->end()}};
  if (type->bigEndian) swapBytes(one.bytes, one.bytes.size());
  if (type->type == ElementType::boolean) return make(one.toIntegers()[0] != 0);
  if (isFloating(type->type)) return make(one.toDoubles()[0]);
  return make(one.toIntegers()[0]);
}

PickleValue PickleBuilder::numpyBuffer(const Arguments& arguments) {
  if (arguments.size() < 4) return nullptr;
  const auto raw = arguments[0]->bytes();
  const auto type = dtypeOf(arguments[1]);
  auto shape = integers(arguments[2]);
  const auto count = type && shape ? elementsOf(*shape, bytesOf(type->type)) : std::nullopt;
  if (!raw || !count || *count * bytesOf(type->type) != raw->size()) return nullptr;
  charge(sizeof(PickleArray) + 8 * shape->size());
  return make(std::make_unique<PickleArray>(
      PickleArray{type->type, type->bigEndian, arguments[3]->text() == "F", std::move(*shape), *raw}));
}

bool PickleBuilder::fillArray(PickleNode& node, PickleValue state) {
  // (version, shape, dtype, fortran order, bytes), see ndarray.__reduce__
  const auto* items = state->sequence();
  if (!items || items->items.size() != 5) return false;
  auto shape = integers(items->items[1]);
  const auto type = dtypeOf(items->items[2]);
  const auto fortran = items->items[3]->integer();
  const auto raw = items->items[4]->bytes();
  const auto count = type && shape ? elementsOf(*shape, bytesOf(type->type)) : std::nullopt;
  if (!fortran || !raw || !count || *count * bytesOf(type->type) != raw->size()) return false;
  charge(sizeof(PickleArray) + 8 * shape->size());
  node.content() =
      std::make_unique<PickleArray>(PickleArray{type->type, type->bigEndian, *fortran != 0, std::move(*shape), *raw});
  return true;
}

}  // namespace spindle
