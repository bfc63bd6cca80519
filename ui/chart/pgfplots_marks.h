// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_style.h"
#include "ui/chart/pgfplots_axis.h"

#include <QPointF>

#include <optional>
#include <span>
#include <string>

namespace spindle::pgf {

bool hasCells(const Chart& chart);

/// The options of an axis for the color scale of cells.
std::string cellsOptions(const Cells& cells, Palette palette);

/// All marks of a chart in the order in which they are drawn. plotWords: as in TexPlot; pieces: of bands in the
/// document so far.
std::string marksText(const TexChart& of, const PaperStyle& style, std::span<const std::optional<QPointF>> plotWords,
                      int& pieces);

/// Names of the colors that a document defines, options that fill a box, and those of a dashed line.
std::string colorName(const Ink& ink);
std::string boxFill(const Ink& ink, bool hatched, const PaperStyle& style);
std::string dashes(LineStyle style);

}  // namespace spindle::pgf
