// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/exported_values.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/one_of.h"

#include <ATen/core/List.h>
#include <ATen/ops/scalar_tensor.h>
#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>

namespace spindle {
namespace {

using torch::jit::Value;
using Kind = ExportedArgument::Kind;

std::int64_t scalarType(std::int64_t number) {
  constexpr std::int64_t bfloat16 = 13;
  if (number == bfloat16) return static_cast<std::int64_t>(at::kBFloat16);
  if (number < 1 || number > bfloat16) throw Unsupported("numbers of type " + std::to_string(number));
  return number - 1;
}

std::int64_t memoryFormat(std::int64_t number) {
  constexpr std::array<c10::MemoryFormat, 4> formats{c10::MemoryFormat::Contiguous, c10::MemoryFormat::ChannelsLast,
                                                     c10::MemoryFormat::ChannelsLast3d, c10::MemoryFormat::Preserve};
  if (number < 1 || number > static_cast<std::int64_t>(formats.size())) throw Unsupported("a memory format");
  return static_cast<std::int64_t>(formats[static_cast<std::size_t>(number - 1)]);
}

bool isOf(const c10::TypePtr& type, c10::TypeKind kind) {
  return type->kind() == kind;
}

}  // namespace

c10::TypePtr plainType(const c10::TypePtr& type) {
  const auto optional = type->cast<c10::OptionalType>();
  return optional ? optional->getElementType() : type;
}

void ExportedValues::damaged(const std::string& what) const {
  throw UserError("The network in " + file.string() + " " + printable(what) + "; export it again.");
}

Value* ExportedValues::named(const std::string& name) {
  const auto value = known.find(name);
  if (value != known.end()) return value->second;
  if (const auto told = partial.find(name); told != partial.end()) unsupported.insert(told->second);
  if (missing.contains(name)) throw MissingValue();
  damaged("takes the value " + name + ", which nothing gives");
}

Value* ExportedValues::of(const ExportedArgument& argument, const c10::TypePtr& type, const ExportedPlace& place) {
  const auto constant = [this](c10::IValue value) { return graph->insertConstant(value); };
  const bool wantsTensor = isOf(type, c10::TypeKind::TensorType), wantsFloat = isOf(type, c10::TypeKind::FloatType);
  switch (argument.kind) {
    case Kind::none:
      return constant({});
    case Kind::tensor:
      return named(argument.values.front());
    case Kind::tensors:
      return listOf(argument, type);
    case Kind::integer:
      if (!argument.values.empty()) return named(argument.values.front());
      if (place.base == "arange" && argument.name == "end" && rows > 1 && argument.integers.front() == rows)
        return rowsTimes(1, {});
      if (wantsTensor) return constant(at::scalar_tensor(argument.integers.front(), at::kLong));
      if (wantsFloat) return constant(static_cast<double>(argument.integers.front()));
      return constant(argument.integers.front());
    case Kind::integers:
      return sizesOf(argument, type, place);
    case Kind::number:
      if (!argument.values.empty()) return named(argument.values.front());
      if (wantsTensor) return constant(at::scalar_tensor(argument.numbers.front(), at::kFloat));
      return constant(argument.numbers.front());
    case Kind::numbers:
      return constant(argument.numbers);
    case Kind::boolean:
      if (!argument.values.empty()) return named(argument.values.front());
      if (wantsTensor) return constant(at::scalar_tensor(argument.integers.front(), at::kBool));
      return constant(argument.integers.front() != 0);
    case Kind::booleans: {
      c10::List<bool> list;
      for (const auto value : argument.integers) list.push_back(value != 0);
      return constant(list);
    }
    case Kind::text:
      return constant(argument.text);
    case Kind::scalarType:
      return constant(scalarType(argument.integers.front()));
    case Kind::memoryFormat:
      return constant(memoryFormat(argument.integers.front()));
    case Kind::layout:
      if (argument.integers.front() != 7) throw Unsupported("sparse tensors");
      return constant(static_cast<std::int64_t>(c10::Layout::Strided));
    case Kind::device:
      return constant(at::Device(at::kCPU));  // where the network was does not matter
    default:
      throw Unsupported("an argument of the kind " + printable(argument.text));
  }
}

Value* ExportedValues::listOf(const ExportedArgument& argument, const c10::TypePtr& type) {
  const auto list = type->cast<c10::ListType>();
  if (!list) throw Unsupported("a list of tensors");
  std::vector<Value*> items;
  for (const auto& name : argument.values)
    items.push_back(name.empty() ? graph->insertConstant(c10::IValue()) : named(name));
  return graph->insertNode(graph->createList(list->getElementType(), items))->output();
}

Value* ExportedValues::sizesOf(const ExportedArgument& argument, const c10::TypePtr& type, const ExportedPlace& place) {
  if (const auto list = type->cast<c10::ListType>(); list && !isOf(list->getElementType(), c10::TypeKind::IntType)) {
    if (isOf(list->getElementType(), c10::TypeKind::FloatType))
      return graph->insertConstant(std::vector<double>(argument.integers.begin(), argument.integers.end()));
    if (argument.integers.empty()) return listOf(argument, type);
  }
  const auto moved = followingInput(argument, place);
  if (argument.values.empty() && !moved) return graph->insertConstant(argument.integers);
  std::vector<Value*> items;
  for (std::size_t i = 0; i < argument.integers.size(); ++i) {
    const bool given = i < argument.values.size() && !argument.values[i].empty();
    if (given) {
      const auto expression = part->expressions.find(argument.values[i]);
      Value* const size = expression != part->expressions.end() ? sizeOfSelf(place, expression->second) : nullptr;
      items.push_back(size != nullptr ? size : named(argument.values[i]));
    } else {
      items.push_back(i == moved ? rowsTimes(argument.integers[i] / rows, place)
                                 : graph->insertConstant(argument.integers[i]));
    }
  }
  return graph->insertNode(graph->createList(c10::IntType::get(), items))->output();
}

/// Which of the sizes is the number of rows that the program is fixed to: the first, or, where the sequence comes
/// first, the second. What is guessed wrong shows when other numbers of rows are compared.
std::optional<std::size_t> ExportedValues::followingInput(const ExportedArgument& argument,
                                                          const ExportedPlace& place) const {
  constexpr std::array<std::string_view, 3> layouts{"view", "reshape", "_unsafe_view"};
  const auto& sizes = argument.integers;
  const bool lays = isOneOf(place.base, layouts);
  if (rows == 0 || (argument.name != "size" && argument.name != "shape") || (lays && !place.depends))
    return std::nullopt;
  for (std::size_t i = 0; i < std::min<std::size_t>(rows == 1 ? 1 : 2, sizes.size()); ++i) {
    if (sizes[i] == rows || (lays && rows > 1 && sizes[i] > 0 && sizes[i] % rows == 0)) return i;
  }
  return std::nullopt;
}

/// The same size taken from the tensor at hand, so that the graph can be cut before it; null where it has none.
Value* ExportedValues::sizeOfSelf(const ExportedPlace& place, const std::string& size) {
  const auto sizes = part->sizes.find(place.self);
  if (sizes == part->sizes.end() || !place.depends) return nullptr;
  const auto found = std::find(sizes->second.begin(), sizes->second.end(), size);
  if (found == sizes->second.end()) return nullptr;
  return graph->insert(c10::aten::size, {named(place.self), std::int64_t{found - sizes->second.begin()}});
}

Value* ExportedValues::rowsTimes(std::int64_t factor, const ExportedPlace& place) {
  const auto sizes = part->sizes.find(place.self);
  if (sizes != part->sizes.end() && !sizes->second.empty() && sizes->second[0] == std::to_string(factor * rows)) {
    if (auto* const size = sizeOfSelf(place, sizes->second[0])) return size;
  }
  Value* const there = graph->insert(c10::aten::size, {data, std::int64_t{0}});
  return factor == 1 ? there : graph->insert(c10::aten::mul, {there, factor});
}

}  // namespace spindle
