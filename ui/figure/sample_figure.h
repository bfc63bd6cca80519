// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/figure_charts.h"
#include "ui/figure/sample_charts.h"

namespace spindle {

/// An input with its variables and its strongest interactions at some checkpoints, a row for each of them.
struct SampleFigureOptions {
  std::size_t row = 0;             ///< of the sample in the results
  std::size_t top = 0;             ///< interactions; 0: 4 of pictures, 8 of lists
  std::vector<double> steps = {};  ///< the checkpoints nearest to these; empty: the last
};

inline constexpr std::size_t mostInteractions = 16;

/// How many are shown.
std::size_t topOf(const SampleFigureOptions& options, const InputFormat& format);

/// "+0.84" with a true minus sign.
std::string effectText(double value);

/// "log-odds", or "score" where the results do not say it.
std::string scoreName(const ResultsHeader& header);

/// Throws UserError where the sample is not computed at a checkpoint, or there is no such row.
FigureCharts sampleFigure(const AnalyzedResults& results, const ShownSample& shown,
                          const SampleFigureOptions& options = {});

}  // namespace spindle
