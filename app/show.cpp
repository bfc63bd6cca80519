#include "app/show.h"

#include "app/table.h"
#include "core/dynamics/phases.h"
#include "core/pipeline/stored_dynamics.h"

#include <algorithm>
#include <limits>
#include <ostream>

namespace spindle::app {
namespace {

/// Largest certified relative gap over the stored samples of a checkpoint.
double worstGap(const ResultsReader& results, std::size_t checkpoint) {
  double worst = 0.0;
  for (std::size_t s = 0; s < results.header().samples(); ++s) {
    if (!results.done(checkpoint, s)) continue;
    const PairResult pair = results.pair(checkpoint, s);
    if (pair.l1 > 0.0) worst = std::max(worst, (pair.l1 - pair.lowerBound) / pair.l1);
  }
  return worst;
}

}  // namespace

void showResults(const ResultsReader& results, std::ostream& out) {
  const ResultsHeader& header = results.header();
  const auto orders = static_cast<std::size_t>(header.variables);
  std::vector<std::string> titles{"step", "epoch", "train loss", "test loss", "mean order", "gap"};
  for (std::size_t k = 1; k <= orders; ++k) titles.push_back("+" + std::to_string(k));
  for (std::size_t k = 1; k <= orders; ++k) titles.push_back("-" + std::to_string(k));
  Table table(titles, std::vector<Align>(titles.size(), Align::right));
  std::size_t finished = 0;
  std::vector<OrderStrength> series;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const OrderStrength strength = storedStrength(results, c);
    series.push_back(strength);
    std::vector<std::string> row{number(header.step[c]), number(header.epoch[c]), number(header.trainLoss[c]),
                                 number(header.testLoss[c])};
    if (strength.samples == 0) {
      row.resize(titles.size(), "-");
    } else {
      ++finished;
      row.push_back(number(strength.meanOrder()));
      row.push_back(number(worstGap(results, c)));
      for (int k = 1; k <= strength.variables(); ++k) row.push_back(number(strength.positive(k)));
      for (int k = 1; k <= strength.variables(); ++k) row.push_back(number(strength.negative(k)));
    }
    table.addRow(std::move(row));
  }
  out << header.run << ": " << finished << " of " << header.checkpoints() << " checkpoints, " << header.samples()
      << " samples, " << header.variables << " variables\n\n";
  table.print(out);
  const PhaseResult phase = phaseTwoStart(series);
  out << '\n';
  if (phase.checkpoint) {
    out << "Phase two starts at step " << number(header.step[*phase.checkpoint]) << " ("
        << header.checkpointNames[*phase.checkpoint] << ").";
  } else {
    out << "No phase two was found.";
  }
  out << " Rule: " << phase.rule << ". " << phase.explanation << '\n';
}

}  // namespace spindle::app
