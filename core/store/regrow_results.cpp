// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/regrow_results.h"

#include "core/base/atomic_file.h"
#include "core/store/parts_folder.h"
#include "core/store/results_layout.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace spindle {
namespace {

/// A stored checkpoint: a row of a file.
struct StoredRow {
  std::shared_ptr<ResultsLayout> file;
  std::size_t row = 0;
  std::string weights;  ///< digest; empty: not known
};
using StoredRows = std::map<std::string, StoredRow>;  // by name of the checkpoint

void addRow(const std::shared_ptr<ResultsLayout>& file, std::size_t row, StoredRows& rows) {
  const auto done = file->done(row);
  if (std::none_of(done.begin(), done.end(), [](std::uint8_t one) { return one != 0; })) return;
  const ResultsHeader& header = file->header();
  rows[header.checkpointNames[row]] = {file, row,
                                       header.source.known() ? header.source.checkpoints[row] : std::string()};
}

bool sameNumbers(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (x != x && y != y); });
}

bool sameSeries(const ResultsHeader& a, const ResultsHeader& b) {
  const auto sameColumn = [](const LoggedColumn& x, const LoggedColumn& y) {
    return x.name == y.name && sameNumbers(x.values, y.values);
  };
  return a.checkpointNames == b.checkpointNames && a.source.checkpoints == b.source.checkpoints &&
         sameNumbers(a.step, b.step) && sameNumbers(a.epoch, b.epoch) && sameNumbers(a.trainLoss, b.trainLoss) &&
         sameNumbers(a.testLoss, b.testLoss) &&
         std::equal(a.logged.begin(), a.logged.end(), b.logged.begin(), b.logged.end(), sameColumn);
}

void requireGrowable(const ResultsHeader& stored, const std::filesystem::path& file) {
  if (stored.measurements.empty()) return;
  throw OtherResults("The results in " + file.string() + " also hold the measurement " +
                     stored.measurements.front().name +
                     ", which has no place for new checkpoints; choose another file.");
}

}  // namespace

bool regrowResults(const std::filesystem::path& path, const ResultsHeader& wanted, const GrownHeader& grown) {
  const PartsPaths paths(path);
  const bool finished = isThere(paths.results);
  if (!finished && !isThere(paths.header())) return false;
  PartsFolder folder(path);
  const std::size_t parts = paths.parts();
  const bool begun = isThere(paths.header()) && (!finished || parts > 0);
  const std::shared_ptr<ResultsLayout> stored = ResultsLayout::open(begun ? paths.header() : paths.results);
  requireGrowable(stored->header(), paths.results);
  ResultsHeader header = grown(stored->header(), wanted);

  StoredRows rows;
  if (!begun || stored->continues()) {
    const std::shared_ptr<ResultsLayout> base = begun ? ResultsLayout::open(paths.results) : stored;
    for (std::size_t row = 0; row < base->header().checkpoints(); ++row) addRow(base, row, rows);
  }
  for (std::size_t c = 0; begun && c < stored->header().checkpoints(); ++c) {
    if (isThere(paths.part(c))) addRow(ResultsLayout::open(paths.part(c)), 0, rows);
  }

  std::vector<std::string>& weights = header.source.checkpoints;
  for (std::size_t c = 0; c < weights.size(); ++c) {
    const auto found = rows.find(header.checkpointNames[c]);
    if (weights[c].empty() && found != rows.end()) weights[c] = found->second.weights;
  }
  if (!begun && sameSeries(stored->header(), header)) return false;
  const auto whole = ResultsLayout::create(paths.joined(), header);
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const auto found = rows.find(header.checkpointNames[c]);
    if (found == rows.end() || weights.empty() || found->second.weights != weights[c]) continue;
    whole->copy(c, *found->second.file, found->second.row);
  }
  whole->setStopped(true);  // what has come is not computed yet
  whole->seal();
  // Header first: parts of the series before must not be taken for parts of this one.
  std::error_code ignored;
  std::filesystem::remove(paths.header(), ignored);
  publishFile(paths.joined(), paths.results);
  rows.clear();
  folder.remove();
  return true;
}

}  // namespace spindle
