// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_track.h"
#include "ui/session/step_axis.h"

#include <QString>

#include <cstddef>
#include <optional>
#include <vector>

namespace spindle {

/// The share of each order at each checkpoint, as cells along the axis of training. A cell reaches half the way to the
/// neighbors of its checkpoint.
struct OrderMapLayout {
  struct Column {
    std::size_t checkpoint = 0;
    double left = 0.0, right = 0.0;  ///< places along the axis
    std::vector<double> shares;      ///< order k at index k - 1; of all strength there
  };
  std::vector<Column> columns;  ///< computed checkpoints from left to right
  int orders = 0;
  double largest = 0.0;  ///< of all shares

  /// The column of that place; none where no checkpoint is computed there.
  [[nodiscard]] const Column* at(double place) const;
};

/// Empty where the axis is of another series than the track. O(checkpoints * orders).
OrderMapLayout orderMapLayout(const DynamicsTrack& track, const StepAxis& axis);

/// What a cell says: "Step 64, order 3: 9.7 % of the strength (0.325)."; empty for an order that is not shown.
QString orderMapText(const DynamicsTrack& track, std::size_t checkpoint, int order);

}  // namespace spindle
