// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/outputs/predicted_classes.h"

#include "core/measure/checkpoint_worker.h"
#include "core/measure/network/best_class.h"
#include "core/measure/network/network_outputs.h"

namespace spindle {

std::vector<std::int64_t> predictedClasses(const Run& run, std::size_t checkpoint, std::span<const std::size_t> samples,
                                           const RunControl& control) {
  const SampleSet& set = run.samples();
  ExtractionOptions options = extractionOptions(run);
  options.maskAt.clear();
  options.shareFirstLayer = false;
  if (set.severalLabels || options.output == OutputKind::value) return {};
  const auto network = loadCheckpoint(run, checkpoint, options, &control);
  const OutputKind kind = checkedOutput(*network, run, options.score).kind;
  std::vector<std::int64_t> classes;
  for (const std::size_t s : samples) {
    if (control.stopRequested()) throw Stopped{};
    classes.push_back(bestClass(*network, kind, set.format, set.samples.at(s)));
  }
  return classes;
}

}  // namespace spindle
