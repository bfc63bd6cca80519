// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <cstddef>

namespace spindle {

/// How many of `variables` may vary at once so that the outputs of their coalitions stay below 64 MiB; at least one.
int variablesAtOnce(int variables, std::size_t outputs);

/// Inputs a forward pass on a CPU, where none is given: a power of two, 16 to 128, so that about 1 MiB of inputs goes
/// through at once. Larger ones lose, as activations leave the cache. By rule and not measured: the last bits of scores
/// depend on it, and ties of the sparsest decomposition on those.
std::size_t usualBatch(std::size_t inputElements);

/// The batch (a power of two, 16 to 1024) at which the network answers all coalitions of `input` fastest on this
/// machine. Timed on at most 512 of them and for about a fifth of a second; not reproducible, so store the result with
/// what was computed. For GPUs.
std::size_t measuredBatch(Network& network, const AdditiveInput& input);

}  // namespace spindle
