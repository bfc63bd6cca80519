// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalizable/judge.h"

#include "core/analysis/reference_checkpoint.h"
#include "core/base/text.h"
#include "core/results/matched_samples.h"
#include "core/results/results_options.h"

#include <algorithm>

namespace spindle {
namespace {

std::string measurementDifference(const ResultsHeader& a, const ResultsHeader& b) {
  std::vector<std::string> names = differingOptions(readOptions(a).measurement, readOptions(b).measurement);
  std::erase_if(names, [](const std::string& name) { return name == "batch" || name == "share_first_layer"; });
  return listed(names, 12);
}

}  // namespace

std::optional<std::size_t> Judge::rowFor(const ResultsHeader& here, std::size_t checkpoint, bool sameStep) const {
  if (!sameStep) return last;
  if (here.named()) {
    const auto& names = results->header().checkpointNames;
    const auto found = std::find(names.begin(), names.end(), here.checkpointNames[checkpoint]);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
  }
  const double step = here.step[checkpoint];
  const std::vector<double>& steps = results->header().step;
  const auto found = std::find(steps.begin(), steps.end(), step);
  if (found == steps.end() || std::find(found + 1, steps.end(), step) != steps.end()) return std::nullopt;
  return static_cast<std::size_t>(found - steps.begin());
}

Judge judgeOf(const ResultsHeader& here, const AnalyzedResults& other, const std::string& label,
              const std::string& analysis) {
  Judge judge;
  judge.label = label;
  judge.results = other.results;
  judge.pass = std::static_pointer_cast<const SalientPass>(other.passes.at(analysis));
  const MatchedSamples matched = matchedSamples(here, other.results->header(), label);
  judge.sample.resize(here.samples());
  for (const auto& [row, there] : matched.rows) judge.sample[row] = there;
  judge.shared = matched.rows.size();
  judge.leftOut = matched.leftOut;
  judge.differs = measurementDifference(here, other.results->header());
  judge.last = lastComputedCheckpoint(*other.results);
  return judge;
}

}  // namespace spindle
