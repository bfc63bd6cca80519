// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_choices.h"

#include "core/dynamics/phases.h"
#include "core/results/open_results.h"
#include "core/results/result_rows.h"
#include "core/results/results_options.h"
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
    const StoredCheckpoint stored(results, c);
    if (!stored.any()) continue;
    series[c] = orderStrength(stored.interactions(), salience);
    writer->write(c, stored.pairs(), strengthRow(series[c]), series[c].threshold);
  }
  PhaseResult phase = phaseTwoStart(series);
  writer->finish(phaseRecord(phase, header), results.stopped());
  return phase;
}

}  // namespace

std::vector<Split> storedSplits(const ResultsHeader& header) {
  std::vector<Split> splits = readOptions(header).provenance.splits;
  splits.resize(header.samples(), Split::unknown);
  return splits;
}

std::vector<bool> storedMislabeled(const ResultsHeader& header) {
  std::vector<bool> flags = readOptions(header).provenance.mislabeled;
  flags.resize(header.samples(), false);
  return flags;
}

std::string storedScore(const ResultsHeader& header) {
  const auto score = readOptions(header).measurement.score;
  return score ? toText(*score) : std::string();
}

Salience storedSalience(const ResultsHeader& header) {
  return readOptions(header).view.salience;
}

StrengthChoice storedChoice(const ResultsHeader& header) {
  return readOptions(header).view.shown.value_or(StrengthChoice());
}

std::string choicesLine(const ResultsHeader& header, const Salience& salience) {
  const MeasurementOptions options = readOptions(header).measurement;
  const std::string place = options.maskAt == "input" ? "the input" : options.maskAt;
  const std::string protocol = options.protocol.empty() ? "custom protocol" : "protocol " + options.protocol;
  const std::string ties = options.ties ? "ties " + toText(*options.ties) + "; " : std::string();
  return "salient by " + toText(salience) + "; " + protocol + ": masked at " + place + "; " + ties +
         std::to_string(header.samples()) + " samples, " + std::to_string(header.variables) + " variables";
}

bool sameTimeline(const ResultsHeader& stored, const ResultsHeader& header) {
  const auto same = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
  };
  return same(stored.step, header.step) && same(stored.epoch, header.epoch) &&
         same(stored.trainLoss, header.trainLoss) && same(stored.testLoss, header.testLoss);
}

void renewTimeline(const ResultsReader& results, const std::filesystem::path& file, const ResultsHeader& header) {
  ResultsHeader renewed = results.header();
  renewed.step = header.step;
  renewed.epoch = header.epoch;
  renewed.trainLoss = header.trainLoss;
  renewed.testLoss = header.testLoss;
  copyTables(results, file, renewed, storedSalience(renewed));
}

void copyResults(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                 const StrengthChoice& choice) {
  ResultsHeader header = results.header();
  ResultsOptions options = readOptions(header);
  options.view = {salience, choice};
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

}  // namespace spindle
