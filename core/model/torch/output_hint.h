// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/score.h"

#include <torch/csrc/jit/ir/ir.h>

#include <optional>

namespace spindle {

/// What the last operation on the way to the graph's first output says: probabilities behind softmax or sigmoid, their
/// logarithms behind log_softmax or logsigmoid. Looked up through what changes shape or type only. nullopt: nothing.
std::optional<OutputKind> outputHintOf(const torch::jit::Graph& graph);

}  // namespace spindle
