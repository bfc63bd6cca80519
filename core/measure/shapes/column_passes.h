// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/score.h"
#include "core/model/network.h"

#include <cstddef>
#include <vector>

namespace spindle {

/// Rows that differ from a baseline in one column each; everything is normalized network input.
struct ColumnRows {
  std::vector<float> baseline;             ///< of all columns
  std::vector<std::vector<float>> values;  ///< [column]: what it takes, one row each
};

/// What the network makes of them.
struct ColumnOutputs {
  std::vector<std::vector<double>> scores;  ///< [column][row]
  /// [column][row * members + member]: the values of each member of an additive ensemble; empty where the network has
  /// no layer of them.
  std::vector<std::vector<double>> members;
  std::size_t memberCount = 0;
};

/// layer: whether the values of the network's first tapped layer are taken for those of features: [members * columns],
/// if a multiple of the columns, if no value changes with another column, and if their mean over the members follows
/// the score. Else members stay empty. Throws Stopped.
ColumnOutputs columnOutputs(Network& network, const ColumnRows& rows, OutputKind output, Score score,
                            std::size_t target, bool layer, const RunControl& control);

}  // namespace spindle
