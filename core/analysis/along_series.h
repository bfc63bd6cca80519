// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"
#include "core/store/results_file.h"

#include <memory>
#include <string>

namespace spindle {

// Analyses are written for training. What they found over another series is told in its words here, in one place, so
// that none of them needs to know what the series is.

/// A sentence or title with "over training" told in the words of the series: "over depth", "over the models", "over the
/// pruning ratio".
std::string alongSeries(const ResultsHeader& header, std::string text);

/// The table with the names of frames: where these have names only, each column of steps is for files alone, and one of
/// names ("layer", "model") stands beside it; a column of epochs is for files alone. Steps of other results stay
/// numbers.
Table alongSeries(const ResultsHeader& header, const Table& table);

/// The result with its titles and tables so; itself for a series of training. results: those that it is about.
std::shared_ptr<const AnalysisResult> alongSeries(const std::shared_ptr<const ResultsReader>& results,
                                                  std::shared_ptr<const AnalysisResult> result);

}  // namespace spindle
