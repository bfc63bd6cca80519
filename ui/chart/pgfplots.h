// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"

#include <span>
#include <string>

namespace spindle {

/// A complete LaTeX document that draws the charts with pgfplots (pdflatex, no package beyond pgfplots and standalone):
/// one chart as an axis, several as a group in rows of three. The numbers stand in it in full precision: lines, bands
/// and cells as tables, bars as a table in comments above the boxes that are drawn. Axes of training and symlog axes
/// are drawn at log10 coordinates with ticks at the values that they stand for, and the tables keep those values in a
/// further column. Texts are escaped: none can run a TeX command. comment: lines for the top of the file.
/// TeX itself is slow with tables of more than some ten thousand rows.
std::string pgfplotsText(std::span<const Chart> charts, const std::string& comment);

}  // namespace spindle
