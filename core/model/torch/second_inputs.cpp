// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/second_inputs.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/mask_sense.h"
#include "core/model/torch/one_of.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace spindle {
namespace {

using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;

enum class Filling { none, mask, paddingMask, zeros, ones };

Filling fillingOf(std::string name, const NetworkOptions& options) {
  if (options.secondInput == "tokens") return Filling::mask;
  if (options.secondInput == "padding") return Filling::paddingMask;
  if (options.secondInput == "zeros") return Filling::zeros;
  if (options.secondInput == "ones") return Filling::ones;
  if (!options.tokens) return Filling::none;
  name = lowerCase(name);
  constexpr std::array<std::string_view, 8> masks{"mask",       "attention_mask",  "input_mask", "attn_mask",
                                                  "token_mask", "attention_masks", "masks",      "att_mask"};
  constexpr std::array<std::string_view, 4> segments{"token_type_ids", "segment_ids", "token_type", "input_type_ids"};
  if (isOneOf(name, masks)) return Filling::mask;
  constexpr std::array<std::string_view, 4> paddings{"key_padding_mask", "src_key_padding_mask", "padding_mask",
                                                     "pad_mask"};
  if (isOneOf(name, paddings)) return Filling::paddingMask;
  return isOneOf(name, segments) ? Filling::zeros : Filling::none;
}

/// The name says that it is a mask, its uses say which values hide. Throws UserError where they do not.
Filling checkedFilling(Filling named, const Value* input, const std::string& name, const std::filesystem::path& file) {
  if (named != Filling::mask && named != Filling::paddingMask) return named;
  const auto sense = maskSense(input);
  if (sense == MaskSense::tokens) return Filling::mask;
  if (sense == MaskSense::padding) return Filling::paddingMask;
  if (sense == MaskSense::unknown) return named;
  throw UserError(
      "The network in " + file.string() + " takes a second input \"" + name + "\" " +
      (sense == MaskSense::additive
           ? "that it adds to its scores, not a mask of ones and zeros; export a network that makes it itself."
           : "of unknown meaning: say what it holds with \"second_input\" in run.json "
             "(tokens: 1 at tokens, padding: 1 at padding, ones or zeros)."));
}

/// The type that a mask must have for the operations it ends up in, seen through what changes its shape only.
at::ScalarType maskType(const Value* mask) {
  constexpr std::array<std::string_view, 9> shapes{"unsqueeze", "expand", "slice",     "view",   "reshape",
                                                   "select",    "repeat", "transpose", "squeeze"};
  constexpr std::array<std::string_view, 3> products{"bmm", "matmul", "mm"};
  constexpr std::array<std::string_view, 5> logical{"bitwise_not", "__and__", "__or__", "bitwise_and", "bitwise_or"};
  for (const auto& use : mask->uses()) {
    const std::string_view name = use.user->kind().toUnqualString();
    if (use.offset == 0 && isOneOf(name, shapes)) {
      const auto type = maskType(use.user->output());
      if (type != at::kLong) return type;
    }
    if (isOneOf(name, logical)) return at::kBool;
    if ((name.starts_with("masked_fill") && use.offset == 1) || (name == "where" && use.offset == 0)) return at::kBool;
    if (isOneOf(name, products)) return at::kFloat;
  }
  return at::kLong;
}

bool isMask(Filling filling) {
  return filling == Filling::mask || filling == Filling::paddingMask;
}

Value* filled(Graph& graph, Filling filling, Value* ids, const Value* input, std::int64_t padding,
              const std::optional<at::Tensor>& given) {
  if (isMask(filling) && given) {
    const auto type = maskType(input);
    return graph.insertConstant(given->to(filling == Filling::mask || type == at::kFloat ? type : at::kBool));
  }
  if (filling == Filling::ones) return graph.insert(c10::Symbol::fromQualString("aten::ones_like"), {ids});
  if (filling == Filling::zeros) return graph.insert(c10::Symbol::fromQualString("aten::zeros_like"), {ids});
  const bool token = filling == Filling::mask;
  Value* const mask = graph.insert(c10::Symbol::fromQualString(token ? "aten::ne" : "aten::eq"), {ids, padding});
  const auto needed = maskType(input);
  const auto type = token || needed == at::kFloat ? needed : at::kBool;
  return graph.insert(c10::aten::to, {mask, static_cast<std::int64_t>(type)});
}

/// The token whose embedding is not trained (padding_idx), where the network says one.
std::optional<std::int64_t> paddingOf(const Value* ids) {
  for (const auto& use : ids->uses()) {
    if (std::string_view(use.user->kind().toUnqualString()) != "embedding" || use.offset != 1) continue;
    const auto padding = torch::jit::toIValue(use.user->input(2));
    if (padding && padding->isInt() && padding->toInt() >= 0) return padding->toInt();
  }
  return std::nullopt;
}

std::string sentence(Filling filling, const std::string& name, std::int64_t paddingToken,
                     const std::filesystem::path& file) {
  const std::string input = "The input \"" + name + "\" of " + file.string() + " is filled in: ";
  const std::string padding = "padding (token " + std::to_string(paddingToken) + ")";
  const std::string key = " (\"second_input\" in run.json).";
  if (filling == Filling::ones) return input + "ones" + key;
  if (filling == Filling::zeros) return input + "zeros, as for a text of one part" + key;
  if (filling == Filling::paddingMask) return input + "true at " + padding + ", false at other tokens" + key;
  return input + "1 at tokens, 0 at " + padding + key;
}

}  // namespace

BoundInputs bindSecondInputs(Graph& graph, const c10::FunctionSchema& schema, const NetworkOptions& options,
                             const std::filesystem::path& file, const std::optional<at::Tensor>& mask) {
  if (graph.inputs().size() < 2)
    throw UserError("The network in " + file.string() + " takes no input; export one whose forward() takes the batch.");
  BoundInputs bound;
  if (options.tokens) bound.padding = paddingOf(graph.inputs()[1]);
  const auto padding = bound.padding.value_or(options.paddingToken);
  torch::jit::WithInsertPoint atStart(*graph.block()->nodes().begin());
  for (std::size_t i = graph.inputs().size() - 1; i >= 2; --i) {
    const auto& argument = schema.arguments().at(i);
    Value* const input = graph.inputs()[i];
    auto filling = fillingOf(argument.name(), options);
    if (options.secondInput.empty() && !argument.default_value())
      filling = checkedFilling(filling, input, argument.name(), file);
    const bool tensor = input->type()->isSubtypeOf(*c10::TensorType::get());
    if (argument.default_value()) {
      input->replaceAllUsesWith(graph.insertConstant(*argument.default_value()));
    } else if (filling != Filling::none && tensor) {
      input->replaceAllUsesWith(filled(graph, filling, graph.inputs()[1], input, padding, mask));
      bound.mask = bound.mask || (isMask(filling) && options.secondInput.empty());
      bound.notes.insert(bound.notes.begin(), sentence(filling, argument.name(), padding, file));
    } else {
      throw UserError("The network in " + file.string() + " takes a second input \"" + argument.name() +
                      "\"; export one whose forward() needs the batch only, or say what it holds with "
                      "\"second_input\" in run.json (tokens, padding, ones or zeros).");
    }
    graph.eraseInput(i);
  }
  return bound;
}

}  // namespace spindle
