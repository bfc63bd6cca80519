#include "app/show.h"
#include "app/table.h"
#include "core/dynamics/trust.h"
#include "core/pipeline/stored_dynamics.h"

#include <algorithm>
#include <cmath>
#include <ostream>

namespace spindle::app {
namespace {

/// Worst and mean over the samples of a checkpoint.
struct CheckpointTrust {
  double largest = 0.0, salientMean = 0.0, explained = 0.0, leastExplained = 1.0, range = 0.0, gap = 0.0;
  std::size_t samples = 0, explainedSamples = 0;
  MeanScores scores;
};

CheckpointTrust trustOf(const StoredCheckpoint& stored, const Salience& salience) {
  CheckpointTrust trust;
  const double threshold = salienceThreshold(stored.interactions(), salience);
  std::vector<std::span<const double>> values;
  for (std::size_t s = 0; s < stored.pairs().size(); ++s) {
    const SampleInteractions& interactions = stored.interactions()[s];
    if (!interactions.present()) continue;
    const PairResult& pair = stored.pairs()[s];
    values.push_back(pair.values.values());
    const MatchingError error = matchingError(pair.values.values(), interactions, threshold);
    ++trust.samples;
    trust.largest = std::max(trust.largest, error.largest);
    trust.salientMean += error.salientMean;
    trust.range += interactions.range;
    if (pair.l1 > 0.0) trust.gap = std::max(trust.gap, (pair.l1 - pair.lowerBound) / pair.l1);
    if (std::isnan(error.explained)) continue;
    ++trust.explainedSamples;
    trust.explained += error.explained;
    trust.leastExplained = std::min(trust.leastExplained, error.explained);
  }
  const auto count = static_cast<double>(std::max<std::size_t>(1, trust.samples));
  trust.salientMean /= count;
  trust.range /= count;
  trust.explained /= static_cast<double>(std::max<std::size_t>(1, trust.explainedSamples));
  trust.scores = meanScoresByOrder(values);
  return trust;
}

}  // namespace

void showTrust(const ResultsReader& results, const ShowOptions& options, std::ostream& out) {
  const ResultsHeader& header = results.header();
  Table table({"step", "samples", "mean |v(N)-v(0)|", "largest error", "salient error", "explained", "least explained",
               "gap", "u(k) rises"},
              std::vector<Align>(9, Align::right));
  std::size_t falling = 0, finished = 0;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const StoredCheckpoint stored(results, c);
    if (!stored.any()) continue;
    const CheckpointTrust trust = trustOf(stored, options.salience);
    ++finished;
    falling += trust.scores.monotone ? 0 : 1;
    table.addRow({number(header.step[c]), std::to_string(trust.samples), number(trust.range), number(trust.largest),
                  number(trust.salientMean), number(trust.explained), number(trust.leastExplained), number(trust.gap),
                  trust.scores.monotone ? "yes" : "no, falls by " + number(trust.scores.largestFall)});
  }
  out << header.run << ": how far to trust the results (" << computedText(header) << ")\n\n";
  table.print(out);
  out << "\nlargest error: of all interactions together against v(T), over all coalitions and samples; at most the "
         "noise "
         "bound.\n"
         "salient error: the same with the salient interactions only ("
      << toText(options.salience)
      << "), its mean.\n"
         "explained: share of the variance of v(T) that the salient interactions explain, mean and least over "
         "samples.\n"
         "gap: certified relative distance of the decomposition from the sparsest one.\n"
         "u(k) rises: the mean score over coalitions of k variables never falls with k, which the sparsity theorem "
         "assumes.\n"
      << (falling == 0 ? "The assumption holds at every checkpoint."
                       : "The assumption fails at " + std::to_string(falling) + " of " + std::to_string(finished) +
                             " checkpoints.")
      << '\n';
}

}  // namespace spindle::app
