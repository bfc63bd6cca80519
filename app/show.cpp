#include "app/show.h"

#include "app/table.h"
#include "core/dynamics/phase_report.h"
#include "core/pipeline/stored_dynamics.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace spindle::app {
namespace {

/// Largest certified relative gap over the stored samples of a checkpoint.
double worstGap(const std::vector<PairResult>& pairs) {
  double worst = 0.0;
  for (const PairResult& pair : pairs) {
    if (pair.l1 > 0.0) worst = std::max(worst, (pair.l1 - pair.lowerBound) / pair.l1);
  }
  return worst;
}

std::string stepName(const ResultsHeader& header, std::size_t checkpoint) {
  return "step " + number(header.step[checkpoint]);
}

void writePhases(const ResultsHeader& header, const PhaseReport& report, std::ostream& out) {
  const PhaseResult& main = report.meanOrder;
  if (main.checkpoint) {
    out << "Phase two starts at " << stepName(header, *main.checkpoint) << " ("
        << header.checkpointNames[*main.checkpoint] << ").";
  } else {
    out << "No phase two was found.";
  }
  out << " Rule: " << main.rule << ". " << main.explanation << '\n';
  for (const PhaseResult* result : report.rules()) {
    if (result == &main && !main.interval) continue;
    out << "  " << result->rule << ": ";
    if (result != &main) {
      out << (result->checkpoint ? stepName(header, *result->checkpoint) : std::string("none found")) << ". "
          << result->explanation;
    }
    if (const auto& interval = result->interval) {
      const std::string kind = interval->kind == IntervalKind::bootstrap
                                   ? number(100.0 * interval->level) + " % interval over samples"
                                   : std::string("sensitivity interval");
      out << (result == &main ? "" : " ") << kind << ": " << stepName(header, interval->low) << " to "
          << stepName(header, interval->high) << '.';
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
  const auto options = nlohmann::json::parse(header.options, nullptr, false);
  std::string text = std::to_string(header.samples()) + " samples, " + std::to_string(header.variables) + " variables";
  if (!options.is_object()) return text;
  text += ", score " + options.value("score", std::string("?"));
  text += ", background " + options.value("background", std::string("?"));
  text += ", masked at " + options.value("mask_at", std::string("input"));
  if (options.contains("protocol")) text += ", protocol " + options.value("protocol", std::string());
  text += ", decomposition " + options.value("decomposition", std::string("?"));
  text += ", noise bound " + number(options.value("noise_bound", 0.0));
  return text;
}

void showResults(const ResultsReader& results, const ShowOptions& options, std::ostream& out) {
  const ResultsHeader& header = results.header();
  const auto orders = static_cast<std::size_t>(header.variables);
  std::vector<std::string> titles{"step", "epoch", "train loss", "test loss", "mean order", "gap"};
  for (std::size_t k = 1; k <= orders; ++k) titles.push_back("+" + std::to_string(k));
  for (std::size_t k = 1; k <= orders; ++k) titles.push_back("-" + std::to_string(k));
  Table table(titles, std::vector<Align>(titles.size(), Align::right));
  std::size_t finished = 0;
  std::vector<SampleStrengths> series;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const StoredCheckpoint stored(results, c);
    series.emplace_back(stored.interactions(), salienceThreshold(stored.interactions(), options.salience));
    std::vector<std::string> row{number(header.step[c]), number(header.epoch[c]), number(header.trainLoss[c]),
                                 number(header.testLoss[c])};
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
  out << header.run << ": " << finished << " of " << header.checkpoints() << " checkpoints, " << computedText(header)
      << "\n\n";
  table.print(out);
  out << "\nStrengths: " << toText(options.choice.part) << ", normalisation " << toText(options.choice.normalisation)
      << ", salient by " << toText(options.salience) << ".\n";
  writePhases(header, findPhases(series, header.trainLoss, header.testLoss, options.phases), out);
}

}  // namespace spindle::app
