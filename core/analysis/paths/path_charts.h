// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/paths/path_statistics.h"
#include "core/chart/chart.h"
#include "core/store/results_file.h"

#include <optional>
#include <vector>

namespace spindle {

/// Summaries by checkpoint.
using PathSeries = std::vector<std::optional<PathSummary>>;

/// Share of the units in a class's path by layer, over training.
Chart keptChart(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series);
/// Mean similarity of two classes by layer, with that of random paths of the same sizes.
Chart layerSimilarityChart(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series);
/// Recall through a class's gates, of its own images and of others.
Chart recallChart(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series);

/// At one checkpoint: a field class by class.
Chart similarityMatrix(const ResultsHeader& header, const ClassGates& gates, std::size_t checkpoint);
Chart confusionMatrix(const ResultsHeader& header, const ClassGates& gates, std::size_t checkpoint);

/// Layer by layer, how many of the units are in the path of one class alone, of both, of the other alone.
Chart flowChart(const ResultsHeader& header, const ClassGates& gates, std::size_t checkpoint, std::size_t one,
                std::size_t other);

}  // namespace spindle
