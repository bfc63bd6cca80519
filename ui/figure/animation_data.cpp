// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/animation_data.h"

#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/start_range.h"
#include "core/base/user_error.h"

namespace spindle {

CheckpointSeries AnimationData::series() const {
  CheckpointSeries series;
  series.kind = words.kind;
  series.axis = words.axis;
  series.stepsAreEpochs = words.stepsAreEpochs;
  for (const Point& point : points)
    series.checkpoints.push_back({{}, point.name, point.step, point.epoch, point.trainLoss, point.testLoss, "results"});
  return series;
}

AnimationData animationData(const AnalyzedResults& results) {
  const ResultsHeader& header = results.results->header();
  AnimationData data;
  data.run = header.run;
  data.words = {header.series, stepsAreEpochs(header), header.axis};
  const PhaseResult& start = results.phases->meanOrder;
  if (start.checkpoint) data.start = startText(header, start);
  for (const std::size_t c : knownCheckpoints(*results.strengths)) {
    if (start.checkpoint == c) data.phaseTwo = data.points.size();
    data.points.push_back({header.step[c], header.epoch[c], header.trainLoss[c], header.testLoss[c],
                           orderStrength((*results.strengths)[c]), header.checkpointNames[c]});
  }
  if (data.points.empty())
    throw UserError(header.run + ": the results hold no finished checkpoint; resume the computation.");
  return data;
}

}  // namespace spindle
