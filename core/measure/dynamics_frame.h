// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"
#include "core/dynamics/salience.h"
#include "core/dynamics/sample_strengths.h"
#include "core/store/results_file.h"

#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// One checkpoint, finished: the strengths by order over all samples, and each sample's tables. Immutable once made
/// and shared. notes are warnings that travel with the result ("sample 7: the network returned NaN").
struct DynamicsFrame {
  std::size_t checkpoint = 0;  ///< index in the series
  double step = 0.0, epoch = 0.0, trainLoss = 0.0, testLoss = 0.0;
  Salience salience;                ///< of the strengths
  SampleStrengths strengths;        ///< of each sample
  OrderStrength strength;           ///< their mean
  std::vector<PairResult> samples;  ///< an empty values table marks a sample that failed
  std::vector<std::string> notes;
  bool failed = false;  ///< nothing could be computed; notes say why
};
using FramePtr = std::shared_ptr<const DynamicsFrame>;

/// Receives frames one by one, in the order in which they are finished. Called from one thread at a time.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  virtual void accept(FramePtr frame) = 0;
  /// Some samples of a checkpoint, to be stored: the others come later, or when the computation is resumed.
  virtual void keep(FramePtr /*frame*/) {}
};

}  // namespace spindle
