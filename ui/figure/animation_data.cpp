// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/animation_data.h"

#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/start_range.h"
#include "core/base/user_error.h"

namespace spindle {

AnimationData animationData(const AnalyzedResults& results) {
  const ResultsHeader& header = results.results->header();
  AnimationData data{header.run, stepsAreEpochs(header), {}, {}, {}};
  const PhaseResult& start = results.phases->meanOrder;
  if (start.checkpoint) data.start = startText(header, start);
  for (const std::size_t c : knownCheckpoints(*results.strengths)) {
    if (start.checkpoint == c) data.phaseTwo = data.points.size();
    data.points.push_back({header.step[c], header.epoch[c], header.trainLoss[c], header.testLoss[c],
                           orderStrength((*results.strengths)[c])});
  }
  if (data.points.empty())
    throw UserError(header.run + ": the results hold no finished checkpoint; resume the computation.");
  return data;
}

}  // namespace spindle
