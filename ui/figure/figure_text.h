// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/table.h"
#include "ui/figure/figure_page.h"

#include <string>

namespace spindle {

/// What a figure shows as a tidy table: one row for each bar, point, cell, rule and label, in full precision; a dot is
/// an unnamed point that marks a place of another line. panel counts from 1 along the rows.
Table figureTable(const FigureCharts& figure);

/// A draft of the caption for LaTeX: what is shown, the number of variables and samples, score, baseline, tie-break,
/// threshold, and the rule behind the marker with what it found. results: those of the figure.
std::string draftCaption(const FigureCharts& figure, const AnalyzedResults& results);

}  // namespace spindle
