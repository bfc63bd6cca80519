// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/stored_motion.h"

#include <cstddef>
#include <vector>

namespace spindle {

/// Over the systems at one time.
struct ErrorSummary {
  double mean = 0.0, median = 0.0;
};

/// row: a checkpoint of the network's errors, 0 of the truth's arrays. NaN where it was not measured.
ErrorSummary errorSummary(const MeasuredArray& errors, std::size_t row, std::size_t time);

/// By order, from 1 on at place 0: means over the samples.
struct OrderComparison {
  std::vector<double> network, truth;  ///< sum over S of |I(S)|, I the Harsanyi dividends of the scores
  std::vector<double> error;           ///< sum of |I_network - I_true| over sum of |I_true|; NaN where that is 0
};

/// time: place from 0, of the network's own times.
OrderComparison compareOrders(const BodyMotion& motion, std::size_t checkpoint, std::size_t time);

}  // namespace spindle
