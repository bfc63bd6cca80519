// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/figure_charts.h"
#include "ui/chart/tex_page.h"
#include "ui/figure/figure_style.h"

#include <QSizeF>

#include <string>
#include <vector>

namespace spindle {

/// A figure for a paper: rows of charts, each row under one legend, with shared labels of axes, and the choices behind
/// it in small print. A row with more panels than fit goes on in further lines.
struct FigurePage {
  FigureCharts figure;
  std::string run;           ///< title of the document
  std::string note;          ///< parts joined by "; "
  std::string recipe = {};   ///< how it is made, for embeddedRecipe(): one line of ASCII; empty: not told
  std::string created = {};  ///< when the results were computed (ISO 8601): the date of the document
};

/// The page of a figure of these results.
FigurePage figurePage(FigureCharts figure, const AnalyzedResults& results);

/// Size in points (1/72 inch).
QSizeF pageSize(const FigurePage& page, const FigureStyle& style);

/// Draws the page with the painter's unit as one point. texts: where they went, if anybody asks. Needs a
/// QGuiApplication (fonts), no window.
void paintPage(QPainter& painter, const FigurePage& page, const FigureStyle& style,
               std::vector<PlacedText>* texts = nullptr);

/// The page for pgfplotsText(). Refers to its charts.
TexPage texPage(const FigurePage& page, const FigureStyle& style);

/// Where the texts of a page are.
std::vector<PlacedText> placedTexts(const FigurePage& page, const FigureStyle& style);

}  // namespace spindle
