// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/pgfplots_axis.h"

#include <string>

namespace spindle::pgf {

bool hasCells(const Chart& chart);

/// The options of an axis for the color scale of cells.
std::string cellsOptions(const Cells& cells);

/// All marks of a chart in the order in which they are drawn. pieces: of bands in the document so far.
std::string marksText(const TexChart& of, int& pieces);

}  // namespace spindle::pgf
