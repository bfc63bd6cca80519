// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition_table.h"
#include "core/input/variables/masked_input.h"
#include "core/measure/depth/linear_probe.h"
#include "core/measure/network/masked_model.h"
#include "core/model/network.h"

#include <cstddef>
#include <span>
#include <vector>

namespace spindle {

/// Scores of all coalitions of one sample in every frame of a series over depth: the probe's log-odds (or another score
/// of a class) at each of network.valueLayers(), then the network's own by `rule`. Masking is at the input; features of
/// all layers come from one forward pass, `batch` rows at once. probes: one for each layer. Scores may be NaN or
/// infinite where the network's values are. Throws std::invalid_argument for probes that do not fit the layers.
std::vector<CoalitionTable> layerScores(Network& network, std::span<const LinearProbe> probes, const MaskedInput& input,
                                        const ScoreRule& rule, std::size_t batch);

}  // namespace spindle
