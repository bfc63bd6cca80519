// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/paths/gated_results.h"
#include "core/analysis/paths/path_charts.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What the analysis of paths has found out, for its sentences and charts.
struct PathsFound {
  std::shared_ptr<const ResultsReader> results;
  std::optional<ClassGates> gates;
  std::optional<std::size_t> start;  ///< of phase two
  PathSeries series;
  std::vector<std::size_t> known;  ///< checkpoints at which some class has a path
  std::vector<GatedResults> gated;
  std::vector<std::string> unused;  ///< other results that are of no gates

  [[nodiscard]] const ResultsHeader& header() const { return results->header(); }
  /// The results through gates of the true or the predicted class; null where there are none.
  [[nodiscard]] const GatedResults* by(bool predicted) const;
};

/// Mean of what is known of the layers.
double meanOverLayers(const std::vector<double>& list);

/// Rank correlation of similarity with confusion over training.
Chart correlationChart(const PathsFound& found);
/// Low and high orders apart: which of them does the path carry?
Chart survivalChart(const PathsFound& found);
Chart keptByOrderChart(const PathsFound& found, std::size_t checkpoint);

}  // namespace spindle
