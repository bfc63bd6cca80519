// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"
#include "core/dynamics/order_strength.h"
#include "core/run/checkpoints/checkpoint_series.h"
#include "ui/session/series_words.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What an animation shows, taken from results once. Checkpoints without results are left out.
struct AnimationData {
  struct Point {
    double step = 0.0, epoch = 0.0, trainLoss = 0.0, testLoss = 0.0;  ///< NaN where unknown, except step
    OrderStrength strength;
    std::string name = {};  ///< of the checkpoint, the layer or the model
  };
  std::string run;
  SeriesWords words = {};
  std::vector<Point> points;            ///< in the order of training
  std::optional<std::size_t> phaseTwo;  ///< index into points
  std::string start;                    ///< the same in words: "step 37 (37 to 85 over draws)"

  [[nodiscard]] CheckpointSeries series() const;  ///< what the points are called
};

/// Throws UserError when no checkpoint is computed.
AnimationData animationData(const AnalyzedResults& results);

}  // namespace spindle
