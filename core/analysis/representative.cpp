// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/representative.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace spindle {

std::vector<std::size_t> knownCheckpoints(std::span<const SampleStrengths> strengths) {
  std::vector<std::size_t> rows;
  for (std::size_t c = 0; c < strengths.size(); ++c) {
    if (strengths[c].presentSamples() > 0) rows.push_back(c);
  }
  return rows;
}

std::vector<std::size_t> checkpointsNearSteps(const ResultsHeader& header, std::span<const SampleStrengths> strengths,
                                              const std::vector<double>& steps) {
  const std::vector<std::size_t> known = knownCheckpoints(strengths);
  std::set<std::size_t> chosen;
  if (known.empty()) return {};
  for (const double step : steps) {
    const auto distance = [&](std::size_t c) { return std::abs(header.step[c] - step); };
    chosen.insert(*std::min_element(known.begin(), known.end(),
                                    [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); }));
  }
  return {chosen.begin(), chosen.end()};
}

std::vector<std::size_t> representativeCheckpoints(const ResultsHeader& header,
                                                   std::span<const SampleStrengths> strengths,
                                                   const PhaseReport& phases) {
  const std::vector<std::size_t> known = knownCheckpoints(strengths);
  if (known.empty()) return {};
  const double first = header.step[known.front()], last = header.step[known.back()];
  const auto start = phases.meanOrder.checkpoint;
  const bool training = header.series == SeriesKind::training;
  const auto between = [training](double a, double b) {
    return training ? std::sqrt((a + 1) * (b + 1)) - 1 : 0.5 * (a + b);
  };
  const double middle = start ? header.step[*start] : between(first, last);
  return checkpointsNearSteps(header, strengths, {first, between(first, middle), middle, between(middle, last), last});
}

std::vector<std::size_t> placesOf(const FigureInfo& figure, const AnalyzedResults& results) {
  const std::vector<std::size_t> known = knownCheckpoints(*results.strengths);
  if (known.empty()) return {};
  switch (figure.places) {
    case FigureInfo::Places::none:
      return {};
    case FigureInfo::Places::last:
      return {known.back()};
    case FigureInfo::Places::representative:
      return representativeCheckpoints(results.results->header(), *results.strengths, *results.phases);
    case FigureInfo::Places::phaseTwo:
      break;
  }
  const auto start = results.phases->meanOrder.checkpoint;
  if (!start) return {};
  std::vector<std::size_t> later;
  for (const std::size_t c : known) {
    if (c >= *start) later.push_back(c);
  }
  const std::set<std::size_t> three{later.front(), later[later.size() / 2], later.back()};
  return {three.begin(), three.end()};
}

}  // namespace spindle
