// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/fixed_batch.h"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <optional>
#include <set>

namespace spindle {
namespace {

using torch::jit::Value;

/// Number `at` of a list of sizes, where it is fixed.
std::optional<std::int64_t> numberAt(const Value* list, std::size_t at) {
  if (const auto constant = torch::jit::toIValue(list)) {
    if (!constant->isIntList()) return std::nullopt;
    const auto numbers = constant->toIntVector();
    return at < numbers.size() ? std::optional(numbers[at]) : std::nullopt;
  }
  const auto* node = list->node();
  if (node->kind() != c10::prim::ListConstruct || at >= node->inputs().size()) return std::nullopt;
  const auto number = torch::jit::toIValue(node->input(at));
  return number && number->isInt() ? std::optional(number->toInt()) : std::nullopt;
}

void collect(const torch::jit::Block& block, std::set<std::int64_t>& found) {
  for (const auto* node : block.nodes()) {
    for (const auto* inner : node->blocks()) collect(*inner, found);
    if (node->kind().ns() != c10::namespaces::aten) continue;
    for (const auto* input : node->inputs()) {
      for (const std::size_t at : {0U, 1U}) {
        const auto number = numberAt(input, at);
        if (number && *number >= 2 && *number <= 4096) found.insert(*number);
      }
    }
  }
}

}  // namespace

std::vector<std::int64_t> possibleBatches(const torch::jit::Graph& graph) {
  constexpr std::size_t most = 16;
  std::set<std::int64_t> found;
  collect(*graph.block(), found);
  std::vector<std::int64_t> batches(found.begin(), found.end());
  batches.resize(std::min(batches.size(), most));
  return batches;
}

}  // namespace spindle
