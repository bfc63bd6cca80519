// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_warnings.h"

#include "core/chart/number_text.h"
#include "ui/chart/paper_inks.h"
#include "ui/chart/paper_legend.h"
#include "ui/colors/color_vision.h"
#include "ui/figure/page_layout.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr double leastPoints = 6.0, leastLightness = 12.0, leastDistance = 15.0;

bool negative(const LegendEntry& entry) {
  return entry.ink.kind == InkKind::andNegative || entry.ink.kind == InkKind::orNegative;
}

/// Color of the whole symbol, and what tells it from others of the same.
struct Look {
  QColor color;
  bool hatched = false, dark = false;  ///< dark: strokes in the ink of the words
  LineStyle line = LineStyle::none;
  bool points = false;

  [[nodiscard]] bool likeButForColor(const Look& other) const {
    return hatched == other.hatched && dark == other.dark && line == other.line && points == other.points;
  }
};

Look lookOf(const LegendEntry& entry, const PaperStyle& style) {
  const QColor color = paperColor(entry.ink, style.palette);
  const bool dark = style.hatchNegative && negative(entry);
  return {entry.hatched ? paperTint(color) : color, entry.hatched || dark, dark, entry.line, entry.points};
}

/// One color may stand for other things under another legend.
std::vector<std::vector<LegendEntry>> legendsOf(const FigurePage& page, const FigureStyle& style) {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  std::vector<std::vector<LegendEntry>> legends;
  for (const PageLayout::Row& row : layOut(FigureCanvas(painter, style), page, style).rows)
    legends.push_back(row.legend);
  return legends;
}

/// The first two entries of one legend that nothing but the color tells apart, and that not clearly.
template <class Alike>
std::optional<std::pair<LegendEntry, LegendEntry>> firstPair(const std::vector<std::vector<LegendEntry>>& legends,
                                                             const PaperStyle& style, Alike alike) {
  for (const std::vector<LegendEntry>& entries : legends) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (entries[i].bar != entries[j].bar) continue;
        const Look a = lookOf(entries[i], style), b = lookOf(entries[j], style);
        if (a.likeButForColor(b) && alike(a.color, b.color)) return std::pair(entries[j], entries[i]);
      }
    }
  }
  return std::nullopt;
}

std::string names(const std::pair<LegendEntry, LegendEntry>& pair) {
  return "\"" + pair.first.name.toStdString() + "\" and \"" + pair.second.name.toStdString() + "\"";
}

void addColorWarnings(const FigurePage& page, const FigureStyle& style, std::vector<std::string>& warnings) {
  const std::vector<std::vector<LegendEntry>> legends = legendsOf(page, style);
  const auto gray = firstPair(legends, style, [](const QColor& a, const QColor& b) {
    return std::abs(lightness(a) - lightness(b)) < leastLightness;
  });
  if (gray)
    warnings.push_back(names(*gray) + " look alike in gray print; choose the palette gray" +
                       (negative(gray->first) != negative(gray->second) ? ", or hatch negative bars." : "."));
  if (style.palette == Palette::gray) return;
  const auto same =
      firstPair(legends, style, [](const QColor& a, const QColor& b) { return colorDistance(a, b) < leastDistance; });
  if (same) warnings.push_back(names(*same) + " have nearly the same color; show fewer.");
  const auto blind = firstPair(legends, style, [](const QColor& a, const QColor& b) {
    return colorDistance(a, b) >= leastDistance && colorBlindDistance(a, b) < leastDistance;
  });
  if (blind)
    warnings.push_back(names(*blind) + " look alike to color-blind readers; choose " +
                       (style.palette == Palette::safe ? "the palette gray, or show fewer." : "the palette safe."));
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
                                        std::optional<double> columnInches) {
  std::vector<std::string> warnings;
  if (columnInches && style.widthInches > *columnInches + 1e-6)
    warnings.push_back("The figure is " + numberText(style.widthInches) + " in wide, the column of the venue " +
                       numberText(*columnInches) + " in.");
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
  addColorWarnings(page, style, warnings);
  return warnings;
}

}  // namespace spindle
