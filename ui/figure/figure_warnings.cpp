// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_warnings.h"

#include "core/chart/number_text.h"
#include "ui/chart/paper_inks.h"
#include "ui/chart/paper_legend.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr double leastPoints = 6.0, leastLightness = 12.0;

bool negative(const LegendEntry& entry) {
  return entry.ink.kind == InkKind::andNegative || entry.ink.kind == InkKind::orNegative;
}

/// Lightness of the whole symbol, and what tells it from others of the same.
struct Look {
  double lightness = 0.0;
  bool hatched = false, dark = false;  ///< dark: strokes in the ink of the words
  LineStyle line = LineStyle::none;
  bool points = false;
};

Look lookOf(const LegendEntry& entry, const PaperStyle& style) {
  const QColor color = paperColor(entry.ink, style.palette);
  const bool dark = style.hatchNegative && negative(entry);
  return {lightness(entry.hatched ? paperTint(color) : color), entry.hatched || dark, dark, entry.line, entry.points};
}

std::optional<std::string> grayWarning(const FigurePage& page, const PaperStyle& style) {
  std::vector<const Chart*> charts;
  for (const auto& row : page.figure.rows) {
    for (const Chart& chart : row) charts.push_back(&chart);
  }
  const std::vector<LegendEntry> entries = legendOf(charts);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (entries[i].bar != entries[j].bar) continue;
      const Look a = lookOf(entries[i], style), b = lookOf(entries[j], style);
      if (a.hatched != b.hatched || a.dark != b.dark || a.line != b.line || a.points != b.points) continue;
      if (std::abs(a.lightness - b.lightness) >= leastLightness) continue;
      return "\"" + entries[j].name.toStdString() + "\" and \"" + entries[i].name.toStdString() +
             "\" look alike in gray print; choose the palette gray" +
             (negative(entries[i]) != negative(entries[j]) ? ", or hatch negative bars." : ".");
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::pair<PlacedText, PlacedText>> overlappingTexts(const std::vector<PlacedText>& texts) {
  constexpr double slack = 0.05;
  std::vector<std::pair<PlacedText, PlacedText>> pairs;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const QRectF a = texts[i].box.adjusted(slack, slack, -slack, -slack);
      if (a.intersects(texts[j].box)) pairs.emplace_back(texts[j], texts[i]);
    }
  }
  return pairs;
}

std::vector<std::string> figureWarnings(const FigurePage& page, const FigureStyle& style,
                                        std::optional<double> fullInches) {
  std::vector<std::string> warnings;
  if (fullInches && style.widthInches > *fullInches + 1e-6)
    warnings.push_back("The figure is " + numberText(style.widthInches) + " in wide, the page of the venue " +
                       numberText(*fullInches) + " in.");
  const std::vector<PlacedText> texts = placedTexts(page, style);
  const auto smallest = std::min_element(texts.begin(), texts.end(),
                                         [](const PlacedText& a, const PlacedText& b) { return a.points < b.points; });
  if (smallest != texts.end() && smallest->points < leastPoints - 0.05)
    warnings.push_back("The text \"" + smallest->text.toStdString() + "\" is set in " +
                       numberText(std::round(10.0 * smallest->points) / 10.0) +
                       " pt; below 6 pt it is hard to read. Make the figure wider or show fewer panels.");
  if (const auto pairs = overlappingTexts(texts); !pairs.empty())
    warnings.push_back("\"" + pairs.front().first.text.toStdString() + "\" and \"" +
                       pairs.front().second.text.toStdString() +
                       "\" lie on each other; make the figure wider or show fewer panels.");
  if (const auto gray = grayWarning(page, style)) warnings.push_back(*gray);
  return warnings;
}

}  // namespace spindle
