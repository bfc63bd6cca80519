// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <cstddef>

namespace spindle {

/// How many of `variables` may vary at once so that the outputs of their coalitions stay below 64 MiB; at least one.
int variablesAtOnce(int variables, std::size_t outputs);

/// The batch (a power of two, 16 to 1024) at which the network answers all coalitions of `input` fastest on this
/// machine. Timed on at most 512 of them and for about a fifth of a second; not reproducible, so store the result with
/// what was computed. The cache decides: large batches lose as soon as activations leave it.
std::size_t measuredBatch(Network& network, const AdditiveInput& input);

}  // namespace spindle
