// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/show.h"
#include "app/table.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/values/game_values.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/stored_variables.h"

#include <algorithm>
#include <ostream>

namespace spindle::app {
void showValues(const ResultsReader& results, std::size_t sample, std::size_t checkpoint, std::ostream& out) {
  const ResultsHeader& header = results.header();
  if (sample >= header.samples())
    throw UserError("--sample: there is no sample " + std::to_string(sample) + "; the results hold samples 0 to " +
                    std::to_string(header.samples() - 1) + ".");
  if (checkpoint >= header.checkpoints())
    throw UserError("--checkpoint: there is no checkpoint " + std::to_string(checkpoint) +
                    "; the results hold checkpoints 0 to " + std::to_string(header.checkpoints() - 1) + ".");
  if (!results.done(checkpoint, sample))
    throw UserError("Sample " + std::to_string(sample) + " was not computed at " + header.checkpointNames[checkpoint] +
                    "; go on with spindle extract --resume.");
  const PairResult pair = results.pair(checkpoint, sample);
  const GameValues values = gameValues(pair.values.values());
  const int n = header.variables;
  const auto names = storedVariableNames(header, sample);
  out << printable(header.run) << ", sample " << sample << " (" << printable(header.sampleNames[sample]) << "), "
      << placeName(header, checkpoint)
      << ": v(N) - v(empty) = " << number(pair.values.values().back() - pair.values.values().front()) << "\n\n";
  TextTable table({"variable", "name", "Shapley", "Banzhaf"}, {Align::right, Align::left, Align::right, Align::right});
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    table.addRow({std::to_string(i + 1), names[at], number(values.shapley[at]), number(values.banzhaf[at])});
  }
  table.print(out);
  const std::vector<PairValue> pairs = strongestPairs(values);
  out << "\nShapley interaction index of pairs, strongest first:\n";
  TextTable list({"pair", "index"}, {Align::left, Align::right});
  for (std::size_t k = 0; k < std::min<std::size_t>(10, pairs.size()); ++k) {
    list.addRow(
        {std::to_string(pairs[k].first + 1) + " " + std::to_string(pairs[k].second + 1), number(pairs[k].index)});
  }
  list.print(out);
}

}  // namespace spindle::app
