// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_data.h"

#include "core/base/user_error.h"
#include "core/dynamics/phases.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace spindle {

FigureData figureData(const ResultsReader& results) {
  const ResultsHeader& header = results.header();
  FigureData data;
  data.run = header.run;
  data.variables = header.variables;
  data.samples = header.samples();
  data.choices = choicesLine(header, storedSalience(header));
  std::vector<OrderStrength> series;
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    OrderStrength strength = storedStrength(results, c, storedSalience(header));
    if (strength.samples == 0) continue;
    series.push_back(strength);
    data.points.push_back(
        {header.step[c], header.epoch[c], header.trainLoss[c], header.testLoss[c], std::move(strength)});
  }
  if (data.points.empty())
    throw UserError(header.run + ": the results hold no finished checkpoint; go on with spindle extract --resume.");
  const PhaseResult phase = phaseTwoStart(series);
  data.phaseTwo = phase.checkpoint;
  data.phaseRule = phase.rule;
  return data;
}

FigureData figureData(const ResultsReader& results, const StoredAnalysis& analysis) {
  const ResultsHeader& header = results.header();
  FigureData data;
  data.run = header.run;
  data.variables = header.variables;
  data.samples = header.samples();
  data.choices = choicesLine(header, analysis.salience);
  const PhaseResult& phase = analysis.phases.meanOrder;
  data.phaseRule = phase.rule;
  std::vector<std::size_t> pointOf(header.checkpoints());
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    if (analysis.samples[c].presentSamples() == 0) continue;
    pointOf[c] = data.points.size();
    if (phase.checkpoint == c) data.phaseTwo = pointOf[c];
    data.points.push_back(
        {header.step[c], header.epoch[c], header.trainLoss[c], header.testLoss[c], orderStrength(analysis.samples[c])});
    data.sparsity.push_back(analysis.sparsity[c]);
    if (!analysis.groups.empty() && analysis.groups[c].mislabeled.samples > 0) data.groups = analysis.groups[c];
    if (!analysis.similarity.empty()) data.similarity.push_back(analysis.similarity[c].mean);
  }
  if (data.points.empty())
    throw UserError(header.run + ": the results hold no finished checkpoint; go on with spindle extract --resume.");
  for (const TheoryPoint& at : analysis.theory)
    data.theory.push_back({pointOf[at.checkpoint], at.fit.sigma2, at.fit.residual, at.measured, at.fit.shares});
  return data;
}

std::vector<std::size_t> pointsNearSteps(const FigureData& data, const std::vector<double>& steps) {
  std::set<std::size_t> chosen;
  for (const double step : steps) {
    const auto distance = [step](const FigureData::Point& p) { return std::abs(p.step - step); };
    const auto nearest = std::min_element(data.points.begin(), data.points.end(),
                                          [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    chosen.insert(static_cast<std::size_t>(nearest - data.points.begin()));
  }
  return {chosen.begin(), chosen.end()};
}

std::vector<std::size_t> representativePoints(const FigureData& data) {
  const double first = data.points.front().step;
  const double last = data.points.back().step;
  const double middle = data.phaseTwo ? data.points[*data.phaseTwo].step : std::sqrt((first + 1) * (last + 1)) - 1;
  const auto between = [](double a, double b) { return std::sqrt((a + 1) * (b + 1)) - 1; };
  return pointsNearSteps(data, {first, between(first, middle), middle, between(middle, last), last});
}

}  // namespace spindle
