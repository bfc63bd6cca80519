#include "core/pipeline/sample_accuracy.h"

#include "core/pipeline/checkpoint_worker.h"
#include "core/run/sample_choice.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spindle {

bool SampleAccuracy::atChance() const {
  if (samples < 10 || classes < 2) return false;
  const double guess = 1.0 / static_cast<double>(classes);
  return share() <= guess + 2.0 * std::sqrt(guess * (1.0 - guess) / static_cast<double>(samples));
}

std::string SampleAccuracy::line() const {
  char percent[16];
  std::snprintf(percent, sizeof percent, "%.0f %%", 100.0 * share());
  return std::to_string(right) + " of " + std::to_string(samples) + " samples right (" + percent + ") at " +
         checkpoint +
         (atChance() ? ": no better than guessing; the normalisation or the order of the classes is likely wrong" : "");
}

std::optional<SampleAccuracy> sampleAccuracy(const Run& run, const RunControl& control) {
  const SampleSet& set = run.samples();
  if (set.samples.empty()) return std::nullopt;
  // Fewer of large inputs, whose networks are slow: this is only a check.
  const std::size_t most = std::clamp<std::size_t>((std::size_t{1} << 24) / set.format.elements(), 50, 500);
  ExtractionOptions options = extractionOptions(run);
  options.maskAt.clear();
  options.shareFirstLayer = false;
  const auto tried = spreadSamples(set, most);
  if (options.output == OutputKind::value) return std::nullopt;
  const std::size_t last = run.series().checkpoints.size() - 1;
  const auto network = loadCheckpoint(run, last, options);
  const std::size_t outputs = network->outputs();
  if (outputs < 2) return std::nullopt;
  SampleAccuracy accuracy{run.series().checkpoints[last].name, network->warning(), 0, 0, outputs};
  std::vector<float> row(set.format.elements());
  std::vector<float> result(outputs);
  for (const std::size_t s : tried) {
    if (control.stopRequested()) throw Stopped{};
    const Sample& sample = set.samples[s];
    if (sample.target < 0 || static_cast<std::size_t>(sample.target) >= outputs) continue;
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = set.format.normalised(sample.values[i], i);
    network->evaluate(row, 1, result);
    const auto best = static_cast<std::int64_t>(std::max_element(result.begin(), result.end()) - result.begin());
    accuracy.right += best == sample.target ? 1 : 0;
    ++accuracy.samples;
  }
  return accuracy.samples > 0 ? std::optional(accuracy) : std::nullopt;
}

}  // namespace spindle
