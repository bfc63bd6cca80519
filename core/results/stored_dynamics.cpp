// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_dynamics.h"

#include "core/base/csv_text.h"
#include "core/base/text.h"
#include "core/results/pair_interactions.h"
#include "core/results/stored_choices.h"
#include "core/store/export_csv.h"
#include "core/store/output_file.h"
#include "core/store/table_headers.h"

#include <algorithm>

namespace spindle {
namespace {

/// Frames by their names, as tables of analyses have them.
std::string namedDynamicsCsv(const ResultsHeader& header, const std::vector<CsvCheckpoint>& rows) {
  std::string text(header.series == SeriesKind::depth ? table_headers::layerDynamics : table_headers::modelDynamics);
  for (std::size_t c = 0; c < rows.size(); ++c) {
    const auto add = [&](const char* sign, const char* kind, const std::vector<double>& strength) {
      for (std::size_t k = 0; k < strength.size(); ++k)
        appendCsvLine(text, {csvCell(header.run), shortest(rows[c].step), csvCell(header.checkpointNames[c]),
                             std::to_string(k + 1), sign, kind, shortest(strength[k])});
    };
    add("positive", "and", rows[c].andPositive);
    add("positive", "or", rows[c].orPositive);
    add("negative", "and", rows[c].andNegative);
    add("negative", "or", rows[c].orNegative);
  }
  return text;
}

}  // namespace

std::vector<PairResult> storedPairs(const ResultsReader& results, std::size_t checkpoint) {
  std::vector<PairResult> pairs(results.header().samples());
  for (std::size_t s = 0; s < pairs.size(); ++s) {
    if (results.done(checkpoint, s)) pairs[s] = results.pair(checkpoint, s);
  }
  return pairs;
}

StoredCheckpoint::StoredCheckpoint(const ResultsReader& results, std::size_t checkpoint, OrderOne orderOne)
    : pairs_(storedPairs(results, checkpoint)), interactions_(interactionsOf(pairs_, orderOne)) {}

bool StoredCheckpoint::any() const {
  return std::any_of(interactions_.begin(), interactions_.end(), [](const auto& sample) { return sample.present(); });
}

OrderStrength storedStrength(const ResultsReader& results, std::size_t checkpoint, const Salience& salience) {
  return orderStrength(StoredCheckpoint(results, checkpoint, salience.orderOne).interactions(), salience);
}

CsvCheckpoint csvCheckpoint(const ResultsHeader& header, std::size_t checkpoint, const OrderStrength& strength) {
  return {header.step[checkpoint], header.epoch[checkpoint], header.trainLoss[checkpoint], header.testLoss[checkpoint],
          strength.andPositive,    strength.andNegative,     strength.orPositive,          strength.orNegative};
}

void exportDynamics(const ResultsReader& results, const std::filesystem::path& file) {
  const ResultsHeader& header = results.header();
  std::vector<CsvCheckpoint> rows;
  for (std::size_t c = 0; c < header.checkpoints(); ++c)
    rows.push_back(csvCheckpoint(header, c, storedStrength(results, c, storedSalience(header))));
  if (!header.named()) return exportDynamicsCsv(file, header.run, rows);
  writeOutput(file, OutputFormat::table, namedDynamicsCsv(header, rows));
}

}  // namespace spindle
