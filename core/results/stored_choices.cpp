// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_choices.h"

#include "core/results/results_options.h"

namespace spindle {

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
  if (header.checkpoints() == 0) return "without results";
  const MeasurementOptions options = readOptions(header).measurement;
  const std::string place = options.maskAt == "input" ? "the input" : options.maskAt;
  const std::string protocol = options.protocol.empty() ? "custom protocol" : "protocol " + options.protocol;
  const std::string ties = std::string(options.ties ? "ties " + toText(*options.ties) + "; " : "") +
                           (options.noiseScale == NoiseScale::mean ? "noise bound by the mean range; " : "");
  return "salient by " + toText(salience) + "; " + protocol + ": masked at " + place + "; " + ties +
         std::to_string(header.samples()) + " samples, " + std::to_string(header.variables) + " variables";
}

std::string storedColumn(const ResultsHeader& header) {
  return readOptions(header).view.column;
}

}  // namespace spindle
