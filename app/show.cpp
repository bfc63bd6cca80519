// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/show.h"

#include "app/table.h"
#include "core/analysis/series_axis.h"
#include "core/analysis/start_range.h"
#include "core/base/text.h"
#include "core/chart/number_text.h"
#include "core/dynamics/no_phases.h"
#include "core/dynamics/phase_report.h"
#include "core/results/parts/merge_shards.h"
#include "core/results/results_options.h"
#include "core/results/stored_dynamics.h"
#include "core/results/stored_probes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>

namespace spindle::app {
namespace {

/// Largest certified relative gap over the stored samples of a checkpoint; NaN where nothing was to be certified (AND
/// or OR interactions alone have no bound).
double worstGap(const std::vector<PairResult>& pairs) {
  double worst = std::numeric_limits<double>::quiet_NaN();
  for (const PairResult& pair : pairs) {
    if (pair.l1 > 0.0 && pair.lowerBound > 0.0) worst = std::fmax(worst, (pair.l1 - pair.lowerBound) / pair.l1);
  }
  return worst;
}

void writePhases(const ResultsHeader& header, const PhaseReport& report, std::ostream& out) {
  const PhaseResult& main = report.meanOrder;
  if (main.checkpoint) {
    out << "Phase two starts at " << startText(header, main) << ", file "
        << printable(header.checkpointNames[*main.checkpoint]) << ".";
  } else {
    out << "No phase two was found.";
  }
  out << " Rule: " << main.rule << ". " << main.explanation << '\n';
  for (const PhaseResult* result : report.rules()) {
    if (result == &main && !main.interval) continue;
    out << "  " << result->rule << ": ";
    if (result != &main) {
      out << (result->checkpoint ? placeName(header, *result->checkpoint) : std::string("none found")) << ". "
          << result->explanation;
    }
    if (const auto& interval = result->interval) {
      const std::string kind = interval->kind == IntervalKind::bootstrap
                                   ? number(100.0 * interval->level) + " % interval over samples"
                                   : std::string("sensitivity interval");
      out << (result == &main ? "" : " ") << kind << ": " << placeName(header, interval->low) << " to "
          << placeName(header, interval->high) << '.';
    }
    out << '\n';
  }
  out << report.agreement() << '\n';
}

std::vector<double> strengthCells(const StrengthCurve& curve) {
  std::vector<double> cells = curve.positive;
  cells.insert(cells.end(), curve.negative.begin(), curve.negative.end());
  return cells;
}

}  // namespace

std::string computedText(const ResultsHeader& header) {
  const MeasurementOptions options = readOptions(header).measurement;
  std::string text = std::to_string(header.samples()) + " samples, " + std::to_string(header.variables) + " variables";
  text += ", score " + (options.score ? toText(*options.score) : "?");
  text += ", background ";
  text += !options.background ? "?" : *options.background == Background::keep ? "keep" : "mask";
  text += ", masked at " + printable(options.maskAt);
  if (!options.protocol.empty()) text += ", protocol " + printable(options.protocol);
  text += ", decomposition " + (options.decomposition ? toText(*options.decomposition) : "?");
  if (options.ties) text += ", ties " + toText(*options.ties);
  text += ", noise bound " + (options.noiseBound ? number(*options.noiseBound) : "?");
  return text + (options.noiseScale == NoiseScale::mean ? " of the mean range" : "");
}

void showResults(const ResultsReader& results, const ShowOptions& options, std::ostream& out) {
  const ResultsHeader& header = results.header();
  const auto orders = static_cast<std::size_t>(header.variables);
  const bool training = header.series == SeriesKind::training && header.axis.empty();
  std::vector<std::string> titles{training ? std::string("step") : seriesWord(header)};
  if (training) titles.emplace_back("epoch");
  for (const char* title : {"train loss", "test loss", "mean order", "gap"}) titles.emplace_back(title);
  const auto probes = storedProbes(header);
  if (probes) titles.insert(titles.begin() + 1, "accuracy");
  for (std::size_t k = 1; k <= orders; ++k) titles.push_back("+" + std::to_string(k));
  for (std::size_t k = 1; k <= orders; ++k) titles.push_back("-" + std::to_string(k));
  std::vector<Align> align(titles.size(), Align::right);
  if (header.named()) align.front() = Align::left;
  TextTable table(titles, align);
  const bool epochs = stepsAreEpochs(header);
  std::size_t finished = 0;
  std::vector<SampleStrengths> series;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const StoredCheckpoint stored(results, c, options.salience.orderOne);
    series.emplace_back(stored.interactions(), salienceThreshold(stored.interactions(), options.salience));
    std::vector<std::string> row{header.named() ? printable(header.checkpointNames[c])
                                 : epochs       ? "-"
                                                : placeInTraining(header.step[c])};
    if (training) row.push_back(placeInTraining(header.epoch[c]));
    if (probes) row.push_back(c < probes->trainAccuracy.size() ? percentText(probes->trainAccuracy[c]) : "-");
    row.push_back(number(header.trainLoss[c]));
    row.push_back(number(header.testLoss[c]));
    if (!stored.any()) {
      row.resize(titles.size(), "-");
    } else {
      ++finished;
      row.push_back(number(orderStrength(series.back()).meanOrder()));
      row.push_back(number(worstGap(stored.pairs())));
      for (const double cell : strengthCells(strengthCurve(series.back(), options.choice))) row.push_back(number(cell));
    }
    table.addRow(std::move(row));
  }
  const std::string frames = header.series == SeriesKind::training ? "checkpoints" : toText(header.series);
  out << printable(header.run) << ": " << finished << " of " << header.checkpoints() << ' '
      << (header.series == SeriesKind::depth ? "layers" : frames) << ", " << computedText(header) << "\n\n";
  table.print(out);
  if (probes)
    out << "\nProbes: linear, trained on " << probes->trainSamples << " samples of " << printable(probes->data)
        << " at " << printable(probes->checkpoint) << ", L2 " << number(probes->l2)
        << "; accuracy and train loss are those on them, the output's those of the network.\n";
  if (const std::string gaps = gapsSentence(results); !gaps.empty()) out << '\n' << gaps << '\n';
  out << "\nStrengths: " << toText(options.choice.part) << ", normalization " << toText(options.choice.normalization)
      << ", salient by " << toText(options.salience) << ".\n";
  if (header.series != SeriesKind::training) {
    out << noPhases(header.series).meanOrder.explanation << '\n';
    return;
  }
  PhaseReport report = findPhases(series, header.trainLoss, header.testLoss, options.phases);
  RunControl control;
  addChoices(report, storedDraws(results, options.file, options.salience, control),
             storedTies(results, options.file, series, options.salience, control), options.phases);
  writePhases(header, report, out);
}

}  // namespace spindle::app
