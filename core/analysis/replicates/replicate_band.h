// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/other_results.h"

#include <optional>
#include <vector>

namespace spindle {

/// Mean over m files, standard deviation (m - 1) and standard error; NaN where fewer than 1 or 2 files are known.
struct ReplicateMean {
  std::size_t files = 0;
  double mean = 0.0, deviation = 0.0, error = 0.0, low = 0.0, high = 0.0;
};
/// Of the finite values.
ReplicateMean replicateMean(const std::vector<double>& values);

/// The results at one step that all files have computed; checkpoints are matched by their steps, never by position.
struct ReplicatePlace {
  double step = 0.0;
  std::vector<std::size_t> rows;   ///< of each file
  std::vector<double> meanOrders;  ///< of each file
  ReplicateMean meanOrder;
  std::vector<ReplicateMean> shares;  ///< by order
};

struct ReplicateBand {
  std::vector<ReplicatePlace> places;
  std::size_t leftOut = 0;  ///< computed checkpoints of all files without partners in each of the others
};
/// All of the same number of variables; else throws std::invalid_argument. A step that one file holds twice is left
/// out.
ReplicateBand replicateBand(const std::vector<ResultsBeside>& results);

}  // namespace spindle
