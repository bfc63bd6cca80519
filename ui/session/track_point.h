#pragma once

#include "core/dynamics/order_strength.h"
#include "core/dynamics/sample_strengths.h"

#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// What the views keep of a finished checkpoint: strengths, but no tables, which stay in the results file. Immutable.
struct TrackPoint {
  std::size_t checkpoint = 0;
  OrderStrength strength;   ///< averaged over samples
  SampleStrengths samples;  ///< of each sample
  std::vector<std::string> notes;
  bool failed = false;
};
using TrackPointPtr = std::shared_ptr<const TrackPoint>;

}  // namespace spindle
