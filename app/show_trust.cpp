// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/show.h"
#include "app/table.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/trust/checkpoint_trust.h"
#include "core/base/text.h"
#include "core/dynamics/strength_band.h"
#include "core/results/stored_draws.h"

#include <ostream>
#include <set>

namespace spindle::app {
namespace {

/// Mean over the draws of the variables and their spread, at the first, middle and last checkpoint that has draws.
void writeStability(const ResultsReader& results, const std::vector<std::vector<OrderStrength>>& draws,
                    std::ostream& out) {
  std::vector<std::size_t> known;
  for (std::size_t c = 0; c < draws.size(); ++c) {
    if (!draws[c].empty()) known.push_back(c);
  }
  if (known.empty()) {
    out << "Stability over draws of the input variables: not measured; spindle extract --seeds 5 computes it.\n";
    return;
  }
  const auto& header = results.header();
  std::vector<std::string> titles{stepsAreEpochs(header) ? "epoch" : "step", "draws"};
  for (int k = 1; k <= header.variables; ++k) titles.push_back("order " + std::to_string(k));
  TextTable table(titles, std::vector<Align>(titles.size(), Align::right));
  for (const std::size_t c : std::set<std::size_t>{known.front(), known[known.size() / 2], known.back()}) {
    const StrengthBand band = strengthBand(draws[c]);
    std::vector<std::string> row{placeInTraining(header.step[c]), std::to_string(band.draws)};
    for (std::size_t k = 0; k < band.mean.size(); ++k)
      row.push_back(number(band.mean[k]) + " +- " + number(band.deviation[k]));
    table.addRow(std::move(row));
  }
  out << "Stability over draws of the input variables: strength by order, mean and standard deviation over draws.\n";
  table.print(out);
}

}  // namespace

void showTrust(const ResultsReader& results, const std::filesystem::path& file, const ShowOptions& options,
               std::ostream& out) {
  const ResultsHeader& header = results.header();
  TextTable table({stepsAreEpochs(header) ? "epoch" : "step", "samples", "mean |v(N)-v(0)|", "largest error",
                   "salient error", "explained", "least explained", "gap", "u(k) rises"},
                  std::vector<Align>(9, Align::right));
  std::size_t falling = 0, finished = 0;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const StoredCheckpoint stored(results, c);
    if (!stored.any()) continue;
    const CheckpointTrust trust = checkpointTrust(stored, salienceThreshold(stored.interactions(), options.salience));
    ++finished;
    falling += trust.scores.monotone ? 0 : 1;
    table.addRow({placeInTraining(header.step[c]), std::to_string(trust.samples), number(trust.range),
                  number(trust.largest), number(trust.salientMean), number(trust.explained),
                  number(trust.leastExplained), number(trust.gap),
                  trust.scores.monotone ? "yes" : "no, falls by " + number(trust.scores.largestFall)});
  }
  out << printable(header.run) << ": how far to trust the results (" << computedText(header) << ")\n\n";
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
      << "\n\n";
  RunControl control;
  writeStability(results, storedDraws(results, file, options.salience, control), out);
  for (const std::string& sentence : drawsLeftOut(results, file)) out << printable(sentence) << "\n";
}

}  // namespace spindle::app
