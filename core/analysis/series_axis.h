// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "core/chart/table.h"
#include "core/store/results_file.h"

#include <string>

namespace spindle {

/// Whether the checkpoints have epochs only, which then stand in place of steps.
bool stepsAreEpochs(const ResultsHeader& header);

/// What one place of the series is called: "step", "epoch", "layer", "model", or the name of the axis.
std::string seriesWord(const ResultsHeader& header);

/// The axis over checkpoints: their steps (or epochs), with room for step 0, the numbers of another axis, or the names
/// of layers or models. Ends at the first and last checkpoint.
ChartAxis seriesAxis(const ResultsHeader& header);

/// The column over checkpoints in every table. Named "step" in files always.
ColumnInfo seriesColumn(const ResultsHeader& header);

/// "step 1200", or "epoch 3" where that is all that is known; "layer conv1", "the output", "pruning ratio 0.3".
std::string placeName(const ResultsHeader& header, std::size_t checkpoint);

/// The same for a step that may lie between checkpoints.
std::string stepName(const ResultsHeader& header, double step);

/// The frame of this name, where frames have names only. Throws UserError with the names that there are.
std::size_t requireFrame(const ResultsHeader& header, const std::string& text);

/// An axis over orders 1 .. n.
ChartAxis orderAxis(int variables);

/// A chart over orders at one checkpoint, without marks: the title says which.
Chart orderChart(const ResultsHeader& header, std::size_t checkpoint, const std::string& name,
                 const std::string& title);

/// The number-th (from 0) of several lists by order that stand side by side; every second one is hatched.
Bars orderBars(const std::string& name, const std::vector<double>& values, int number);

/// 1 .. n as the x of marks.
std::vector<double> orderPlaces(std::size_t count);

}  // namespace spindle
