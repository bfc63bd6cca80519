// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"
#include "core/dynamics/sample_strengths.h"
#include "core/store/results_file.h"

#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// What the views keep of a finished checkpoint: strengths, and as long as there is room in memory the tables, so that
/// another threshold takes no reading. Immutable.
struct TrackPoint {
  std::size_t checkpoint = 0;
  OrderStrength strength;                                 ///< averaged over samples
  SampleStrengths samples;                                ///< of each sample
  std::shared_ptr<const std::vector<PairResult>> tables;  ///< one a sample; null where they are in the file only
  std::vector<std::string> notes;
  bool failed = false;
  std::vector<double> full = {};  ///< v(N) of each sample; NaN where it is missing
};
using TrackPointPtr = std::shared_ptr<const TrackPoint>;

}  // namespace spindle
