// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_page.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// What an editor or a reader of the printed figure would complain of, a sentence each: text below 6 points, texts that
/// lie on each other, a width beyond that of the column, colors of the legend that become one gray in print or one
/// color to color-blind readers. columnInches: of the column or page that was chosen; none: unknown. Needs a
/// QGuiApplication.
std::vector<std::string> figureWarnings(const FigurePage& page, const FigureStyle& style,
                                        std::optional<double> columnInches);

/// Pairs of texts whose boxes lie on each other by more than a twentieth of a point.
std::vector<std::pair<PlacedText, PlacedText>> overlappingTexts(const std::vector<PlacedText>& texts);

}  // namespace spindle
