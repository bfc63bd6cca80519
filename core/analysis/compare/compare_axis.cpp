// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/compare/compare_axis.h"

#include "core/analysis/series_axis.h"

#include <cmath>
#include <limits>

namespace spindle {

std::vector<double> comparePlaces(const ResultsHeader& header, std::optional<std::size_t> start, CompareBy by) {
  switch (by) {
    case CompareBy::step:
      return header.step;
    case CompareBy::epoch:
      return header.epoch;
    case CompareBy::trainLoss:
      return header.trainLoss;
    case CompareBy::phaseTwo:
      break;
  }
  std::vector<double> places(header.checkpoints(), std::numeric_limits<double>::quiet_NaN());
  if (!start) return places;
  for (std::size_t c = 0; c < places.size(); ++c) places[c] = (1.0 + header.step[c]) / (1.0 + header.step[*start]);
  return places;
}

bool ownSteps(const ResultsHeader& header, CompareBy by) {
  return by == CompareBy::step && (header.series != SeriesKind::training || !header.axis.empty());
}

std::string axisTitle(const ResultsHeader& header, CompareBy by) {
  return ownSteps(header, by) ? seriesWord(header) : compareTitle(by);
}

ChartAxis compareAxis(const ResultsHeader& header, CompareBy by) {
  if (ownSteps(header, by)) {
    ChartAxis own = seriesAxis(header);
    own.series = false;  // rows of other results are other frames
    return own;
  }
  ChartAxis axis;
  switch (by) {
    case CompareBy::step:
      axis.label = "training step";
      axis.scale = Scale::training;
      break;
    case CompareBy::epoch:
      axis.label = "epoch";
      axis.scale = Scale::training;
      break;
    case CompareBy::phaseTwo:
      axis.label = "(1 + step) / (1 + step of the phase-two start)";
      axis.scale = Scale::logarithmic;
      break;
    case CompareBy::trainLoss:
      axis.label = "training loss";
      axis.unit = "nats";
      break;
  }
  return axis;
}

std::optional<std::size_t> nearestRow(const std::vector<double>& places, const std::vector<std::size_t>& rows,
                                      double place) {
  std::optional<std::size_t> nearest;
  for (const std::size_t row : rows) {
    if (!std::isfinite(places[row]) || !std::isfinite(place)) continue;
    if (!nearest || std::abs(places[row] - place) < std::abs(places[*nearest] - place)) nearest = row;
  }
  return nearest;
}

}  // namespace spindle
