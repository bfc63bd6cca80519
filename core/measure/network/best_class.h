// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/score.h"
#include "core/input/sample/sample_set.h"
#include "core/model/network.h"

namespace spindle {

/// The class for which the network speaks most: its largest output, or, of one output alone, 1 where it speaks for more
/// than even odds. One forward pass of the unmasked sample.
std::int64_t bestClass(Network& network, OutputKind kind, const InputFormat& format, const Sample& sample);

}  // namespace spindle
