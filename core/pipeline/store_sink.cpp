#include "core/pipeline/store_sink.h"

#include <algorithm>
#include <limits>

namespace spindle {

StrengthRow strengthRow(const OrderStrength& strength) {
  StrengthRow row;
  for (int order = 1; order <= strength.variables(); ++order) {
    row.positive.push_back(strength.positive(order));
    row.negative.push_back(strength.negative(order));
  }
  return row;
}

PhaseRecord phaseRecord(const PhaseResult& phase, const ResultsHeader& header) {
  PhaseRecord stored;
  stored.rule = phase.rule;
  stored.step = std::numeric_limits<double>::quiet_NaN();
  if (phase.checkpoint) {
    stored.checkpoint = static_cast<std::int64_t>(*phase.checkpoint);
    stored.step = header.step[*phase.checkpoint];
  }
  return stored;
}

StoreSink::StoreSink(ResultsWriter& writer, const ExtractionOptions& options)
    : writer_(writer), checkpoints_(options.checkpoints) {}

void StoreSink::accept(FramePtr frame) {
  if (frame->failed) return;
  const auto place = std::find(checkpoints_.begin(), checkpoints_.end(), frame->checkpoint);
  writer_.write(static_cast<std::size_t>(place - checkpoints_.begin()), frame->samples, strengthRow(frame->strength),
                frame->strength.threshold);
}

}  // namespace spindle
