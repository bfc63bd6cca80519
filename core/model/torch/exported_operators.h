// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <optional>
#include <string>
#include <string_view>

namespace spindle {

/// "torch.ops.aten.max.dim" is overload dim of max; nullopt where the operator is not one of ATen.
struct AtenName {
  std::string base, overload;
};
std::optional<AtenName> atenName(std::string_view target);

/// An operator of newer PyTorch, or one that the rest of the program does not know, in terms of others: schema and
/// graph. Of several outputs only the first is computed.
struct AtenDecomposition {
  const c10::FunctionSchema* schema;
  torch::jit::Graph* graph;
};

/// nullopt where there is none for the operator, or LibTorch's own is better.
std::optional<AtenDecomposition> decompositionOf(const AtenName& name);

/// LibTorch's schema of the operator, or of one that means the same; null where it has none.
const c10::FunctionSchema* atenSchema(const AtenName& name);

/// What Python's arithmetic of sizes ("_operator.mul", "torch.sym_max") is in a graph; nullopt for anything else.
std::optional<c10::Symbol> sizeArithmetic(std::string_view target);

/// Checks of what is known already, without a result.
bool checksOnly(const AtenName& name);

/// Gives its first argument as it is.
bool passesOn(const AtenName& name);

}  // namespace spindle
