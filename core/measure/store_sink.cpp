// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/store_sink.h"

#include "core/results/result_rows.h"

#include <algorithm>

namespace spindle {

StoreSink::StoreSink(ResultsWriter& writer, const ExtractionOptions& options)
    : writer_(writer), checkpoints_(options.checkpoints) {}

void StoreSink::accept(FramePtr frame) {
  if (frame->failed) return;
  const auto place = std::find(checkpoints_.begin(), checkpoints_.end(), frame->checkpoint);
  writer_.write(static_cast<std::size_t>(place - checkpoints_.begin()), frame->samples, strengthRow(frame->strength),
                frame->strength.threshold);
}

}  // namespace spindle
