// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/copy_results.h"

#include "core/dynamics/no_phases.h"
#include "core/results/open_results.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

PhaseResult copyTables(const ResultsReader& results, const std::filesystem::path& file, const ResultsHeader& header,
                       const Salience& salience) {
  const auto writer = ResultsWriter::replace(file, header);
  std::vector<OrderStrength> series(header.checkpoints());
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const StoredCheckpoint stored(results, c, salience.orderOne);
    if (!stored.any()) continue;
    series[c] = orderStrength(stored.interactions(), salience);
    writer->write(c, stored.pairs(), strengthRow(series[c]), series[c].threshold);
  }
  PhaseResult phase = phaseTwoStart(header.series, series);
  writer->finish(phaseRecord(phase, header), results.stopped());
  return phase;
}

}  // namespace

bool sameTimeline(const ResultsHeader& stored, const ResultsHeader& header) {
  const auto same = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
  };
  const auto sameColumn = [&](const LoggedColumn& a, const LoggedColumn& b) {
    return a.name == b.name && same(a.values, b.values);
  };
  // Results of older builds have no columns, and the run has them.
  if (!stored.logged.empty() &&
      !std::equal(stored.logged.begin(), stored.logged.end(), header.logged.begin(), header.logged.end(), sameColumn))
    return false;
  return stored.series == header.series && stored.axis == header.axis && same(stored.step, header.step) &&
         same(stored.epoch, header.epoch) && same(stored.trainLoss, header.trainLoss) &&
         same(stored.testLoss, header.testLoss);
}

void renewTimeline(const ResultsReader& results, const std::filesystem::path& file, const ResultsHeader& header) {
  ResultsHeader renewed = results.header();
  renewed.series = header.series;
  renewed.axis = header.axis;
  renewed.step = header.step;
  renewed.epoch = header.epoch;
  renewed.trainLoss = header.trainLoss;
  renewed.testLoss = header.testLoss;
  renewed.logged = header.logged;
  copyTables(results, file, renewed, storedSalience(renewed));
}

void copyResults(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                 const StrengthChoice& choice, const std::string& column) {
  ResultsHeader header = results.header();
  ResultsOptions options = readOptions(header);
  options.view = {salience, choice, column};
  header.options = writeOptions(options);
  copyTables(results, file, header, salience);
}

PhaseResult storeSalience(const std::filesystem::path& file, const Salience& salience) {
  const auto results = openResults(file);
  ResultsHeader header = results->header();
  ResultsOptions options = readOptions(header);
  options.view.salience = salience;
  header.options = writeOptions(options);
  return copyTables(*results, file, header, salience);
}

void storeMeasurement(const std::filesystem::path& file, StoredMeasurement measurement) {
  const auto results = openResults(file);
  ResultsHeader header = results->header();
  std::erase_if(header.measurements, [&](const StoredMeasurement& one) { return one.name == measurement.name; });
  header.measurements.push_back(std::move(measurement));
  copyTables(*results, file, header, storedSalience(header));
}

}  // namespace spindle
