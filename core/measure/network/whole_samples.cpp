// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/whole_samples.h"

#include "core/measure/checkpoint_worker.h"
#include "core/results/results_options.h"

#include <numeric>

namespace spindle {

WholeSamples::WholeSamples(const MeasurementRequest& request, std::size_t count) {
  const MeasurementOptions stored = readOptions(request.header).measurement;
  const SampleSet& set = request.run.samples();
  Baseline baseline = request.run.baseline();
  if (stored.baseline) {
    if (const auto* values = std::get_if<std::vector<double>>(&*stored.baseline)) baseline = {*values};
  }
  std::vector<std::uint32_t> all(set.format.elements());
  std::iota(all.begin(), all.end(), 0U);
  const InputVariables whole{{{"all", std::move(all), {}, {}}}, set.format.elements()};
  const OutputKind output = stored.output.value_or(OutputKind::logits);
  for (std::size_t s = 0; s < count; ++s) {
    const Sample& sample = set.samples[request.rows.samples[s]];
    inputs.emplace_back(sample, set.format, whole, baseline, Background::keep);
    rules.push_back({stored.score.value_or(Score::logOdds), output,
                     output == OutputKind::value ? 0 : static_cast<std::size_t>(sample.target)});
  }
}

ExtractionOptions networkAlone(const MeasurementRequest& request, const RunControl& control) {
  ExtractionOptions options = extractionOptions(request.run, request.rows.samples);
  options.checkpoints = request.rows.checkpoints;
  options.maskAt.clear();
  requireKnownLayout(request.run, options, &control);
  return options;
}

}  // namespace spindle
