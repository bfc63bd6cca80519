// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/outputs/sample_accuracy.h"

#include "core/measure/checkpoint_worker.h"
#include "core/measure/network/best_class.h"
#include "core/measure/network/network_outputs.h"
#include "core/run/samples/sample_choice.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spindle {

namespace {

/// Probability of at most `most` successes in `tries`, each with probability p, 0 < p < 1.
double atMost(std::size_t most, std::size_t tries, double p) {
  const auto n = static_cast<double>(tries);
  double sum = 0.0;
  for (std::size_t k = 0; k <= most && k <= tries; ++k) {
    const auto i = static_cast<double>(k);
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + i * std::log(p) +
                    (n - i) * std::log1p(-p));
  }
  return std::min(sum, 1.0);
}

}  // namespace

bool SampleAccuracy::atChance() const {
  if (samples == 0 || classes < 2) return false;
  constexpr double level = 0.05;
  const double guess = 1.0 / static_cast<double>(classes);
  const double learned = guess + 0.4 * (1.0 - guess);
  const double asOften = right == 0 ? 1.0 : 1.0 - atMost(right - 1, samples, guess);
  return asOften > level && atMost(right, samples, learned) < level;
}

std::string SampleAccuracy::line() const {
  char percent[16];
  std::snprintf(percent, sizeof percent, "%.0f %%", 100.0 * share());
  return std::to_string(right) + " of " + std::to_string(samples) + " samples right (" + percent + ") at " +
         checkpoint + (bySign ? ", by the sign of the one output, which speaks for class 1" : "") +
         (atChance() ? ": no better than guessing; the normalization or the order of the classes is likely wrong" : "");
}

std::optional<SampleAccuracy> sampleAccuracy(const Run& run, const RunControl& control) {
  const SampleSet& set = run.samples();
  if (set.samples.empty() || set.severalLabels) return std::nullopt;
  // Fewer of large inputs, whose networks are slow: this is only a check.
  const std::size_t most = std::clamp<std::size_t>((std::size_t{1} << 24) / set.format.elements(), 50, 500);
  ExtractionOptions options = extractionOptions(run);
  options.maskAt.clear();
  options.shareFirstLayer = false;
  const auto tried = spreadSamples(set, most);
  if (options.output == OutputKind::value) return std::nullopt;
  const std::size_t last = run.series().checkpoints.size() - 1;
  const auto network = loadCheckpoint(run, last, options, &control);
  const std::size_t outputs = network->outputs();
  requireKnownLayout(run, options, &control);
  const OutputChoice choice = checkedOutput(*network, run, options.score);
  SampleAccuracy accuracy;
  accuracy.checkpoint = run.series().checkpoints[last].name;
  accuracy.warning = network->warning();
  accuracy.notes = network->notes();
  accuracy.classes = std::max<std::size_t>(2, outputs);
  accuracy.bySign = outputs == 1;
  accuracy.output = choice.told;
  accuracy.outputDoubt = choice.doubt;
  for (const std::size_t s : tried) {
    if (control.stopRequested()) throw Stopped{};
    const Sample& sample = set.samples[s];
    if (sample.target < 0 || static_cast<std::size_t>(sample.target) >= accuracy.classes) continue;
    accuracy.right += bestClass(*network, choice.kind, set.format, sample) == sample.target ? 1 : 0;
    ++accuracy.samples;
  }
  return accuracy.samples > 0 ? std::optional(accuracy) : std::nullopt;
}

}  // namespace spindle
