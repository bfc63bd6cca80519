// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/mask_sense.h"

#include "core/model/torch/one_of.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

namespace spindle {
namespace {

using torch::jit::Node;
using torch::jit::Use;
using torch::jit::Value;

/// A number that is fixed, also as a tensor of one element.
std::optional<double> constantOf(const Value* value) {
  const auto constant = torch::jit::toIValue(value);
  if (!constant) return std::nullopt;
  if (constant->isScalar()) return constant->toScalar().toDouble();
  if (constant->isTensor() && constant->toTensor().numel() == 1) return constant->toTensor().item<double>();
  return std::nullopt;
}

class Walk {
 public:
  /// turned: where `value` is true the mask is false.
  void through(const Value* value, bool turned) {
    if (++steps_ > mostSteps) return;
    for (const Use& use : value->uses()) at(*use.user, use.offset, turned);
  }

  [[nodiscard]] MaskSense sense() const {
    if (found_.contains(MaskSense::additive)) return MaskSense::additive;
    if (found_.size() > 1) return MaskSense::mixed;
    return found_.empty() ? MaskSense::unknown : *found_.begin();
  }

 private:
  static constexpr int mostSteps = 10'000;

  void keeps(bool turned) { found_.insert(turned ? MaskSense::padding : MaskSense::tokens); }
  void hides(bool turned) { keeps(!turned); }

  /// Comparisons with 0, 1 or what lies between.
  std::optional<bool> turnsOver(std::string_view name, double number) {
    const bool zero = number == 0.0, one = number == 1.0, between = number > 0.0 && number < 1.0;
    if (name == "eq") return zero ? std::optional(true) : one ? std::optional(false) : std::nullopt;
    if (name == "ne") return zero ? std::optional(false) : one ? std::optional(true) : std::nullopt;
    if (name == "gt" || name == "ge") return zero || between || one ? std::optional(false) : std::nullopt;
    if (name == "lt" || name == "le") return zero || between || one ? std::optional(true) : std::nullopt;
    return std::nullopt;
  }

  void at(const Node& node, std::size_t offset, bool turned) {
    constexpr std::array<std::string_view, 24> passing{
        "unsqueeze", "expand",    "slice",   "view",  "reshape", "select",     "repeat",   "transpose",
        "squeeze",   "to",        "type_as", "float", "bool",    "contiguous", "permute",  "clone",
        "detach",    "expand_as", "flatten", "int",   "long",    "half",       "_to_copy", "alias"};
    constexpr std::array<std::string_view, 4> turning{"bitwise_not", "logical_not", "bitwise_not_", "logical_not_"};
    constexpr std::array<std::string_view, 6> products{"bmm", "matmul", "mm", "einsum", "dot", "mv"};
    const std::string_view name = node.kind().toUnqualString();
    if (offset == 0 && isOneOf(name, passing)) return through(node.output(), turned);
    if (isOneOf(name, turning)) return through(node.output(), !turned);
    if (name == "rsub" && offset == 0) return through(node.output(), !turned);
    if (name == "sub" && offset == 1 && constantOf(node.input(0)) == 1.0) return through(node.output(), !turned);
    if (offset == 0 && node.inputs().size() >= 2) {
      if (const auto number = constantOf(node.input(1))) {
        if (const auto over = turnsOver(name, *number)) return through(node.output(), turned != *over);
      }
    }
    if (name.starts_with("masked_fill") && offset == 1) return hides(turned);
    if (name == "where" && offset == 0 && node.inputs().size() >= 3) {
      const bool firstFixed = constantOf(node.input(1)).has_value(),
                 secondFixed = constantOf(node.input(2)).has_value();
      if (firstFixed && !secondFixed) return hides(turned);
      if (secondFixed && !firstFixed) return keeps(turned);
      return;
    }
    if (name == "mul" || name == "mul_") {
      const auto factor = constantOf(node.input(offset == 0 ? 1 : 0));
      if (!factor) return keeps(turned);
      return *factor < 0.0 ? hides(turned) : through(node.output(), turned);
    }
    if (isOneOf(name, products)) return keeps(turned);
    if (name == "_nested_tensor_from_mask" && offset == 1) return keeps(turned);
    if (name == "_transformer_encoder_layer_fwd") return hides(turned);
    if (name == "add" || name == "add_") found_.insert(MaskSense::additive);
  }

  std::set<MaskSense> found_;
  int steps_ = 0;
};

}  // namespace

MaskSense maskSense(const Value* mask) {
  Walk walk;
  walk.through(mask, false);
  return walk.sense();
}

}  // namespace spindle
