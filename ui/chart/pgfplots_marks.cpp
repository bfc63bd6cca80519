// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/pgfplots_marks.h"

#include "core/base/text.h"
#include "core/chart/tex_text.h"
#include "ui/chart/screen_places.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <vector>

namespace spindle::pgf {
namespace {

constexpr int seriesColors = 6;

/// Options for words: on cells they stand on white.
std::string wordsOptions(const Chart& chart, const Ink& ink) {
  return "[" + colorName(ink) + ", anchor=center, inner sep=1pt, font=\\spindletick" +
         (hasCells(chart) ? ", fill=white, fill opacity=0.85, text opacity=1]" : "]");
}

/// TeX cannot compute with points far out of sight: they are moved to some lengths of the axis beyond its ends, which
/// tilts the lines to them a little. Empty where there are none.
std::string restriction(const TexAxis& axis, const std::string& letter,
                        std::initializer_list<const std::vector<double>*> lists) {
  constexpr double lengths = 50.0;
  const double span = axis.high - axis.low;
  const double low = axis.low - lengths * span, high = axis.high + lengths * span;
  bool beyond = false;
  for (const auto* list : lists) {
    for (const double value : *list) {
      const double place = screenPlace(axis.axis, value);
      beyond = beyond || place < low || place > high;
    }
  }
  if (!beyond) return {};
  return ", restrict " + letter + " to domain*=" + number(low) + ":" + number(high);
}

/// " table" with its rows: x and y as drawn, and as they are where that differs.
std::string table(const TexChart& of, const std::vector<double>& x, const std::vector<double>& y, std::size_t first,
                  std::size_t end) {
  const bool trainingX = of.chart.x.scale == Scale::training, trainingY = of.chart.y.scale == Scale::training;
  std::string out = " table[x=x, y=y, row sep=\\\\] {\nx y";
  if (precomputed(of.chart.x)) out += trainingX ? " step" : " xvalue";
  if (precomputed(of.chart.y)) out += trainingY ? " ystep" : " yvalue";
  out += " \\\\\n";
  for (std::size_t i = first; i < end; ++i) {
    out += number(coordinate(of.chart.x, x[i])) + " " + number(coordinate(of.chart.y, y[i]));
    if (precomputed(of.chart.x)) out += " " + number(x[i]);
    if (precomputed(of.chart.y)) out += " " + number(y[i]);
    out += " \\\\\n";
  }
  return out + "}";
}

/// whiskers: gets those of the errors, to be drawn above the bars of all marks.
std::string barsText(const TexChart& of, const Bars& bars, const std::vector<BarPlace>& places, const PaperStyle& style,
                     std::string& whiskers) {
  const bool logarithmic = of.chart.y.scale == Scale::logarithmic;
  const double ground = barGround(of.chart);
  std::string out = "% bars \"" + printable(bars.name) + "\": x, value" + (bars.error.empty() ? "" : ", error") + "\n";
  std::string boxes;
  for (std::size_t i = 0; i < bars.x.size(); ++i) {
    out += "% " + number(bars.x[i]) + " " + number(bars.y[i]) +
           (bars.error.empty() ? "" : " " + number(bars.error[i])) + "\n";
    const BarPlace& bar = places[i];
    if (std::isnan(bar.to)) continue;
    const double from = logarithmic && bar.from <= ground ? of.y.low : bar.from;
    boxes += "\n  " + point(of.x.clamped(bar.middle - bar.width / 2), of.y.clamped(from)) + " rectangle " +
             point(of.x.clamped(bar.middle + bar.width / 2), of.y.clamped(bar.to));
    if (bars.error.empty() || !std::isfinite(bars.error[i])) continue;
    const double x = fromPlace(of.chart.x, bar.middle);
    const double low = screenPlace(of.chart.y, bar.sum - bars.error[i]);
    const double high = screenPlace(of.chart.y, bar.sum + bars.error[i]);
    whiskers += "\\draw[inkText, line width=0.5pt, |-|] " + point(x, of.y.clamped(std::isnan(low) ? of.y.low : low)) +
                " -- " + point(x, of.y.clamped(std::isnan(high) ? of.y.low : high)) + ";\n";
  }
  if (!boxes.empty()) out += "\\path[" + boxFill(bars.ink, bars.hatched, style) + "]" + boxes + ";\n";
  return out;
}

std::string lineText(const TexChart& of, const Line& line) {
  std::string out = "\\addplot[" + colorName(line.ink) + dashes(line.style);
  out +=
      line.points || line.style == LineStyle::none ? ", mark=*, mark options={solid, line width=0bp}" : ", mark=none";
  if (line.style == LineStyle::none) out += ", only marks";
  if (of.chart.picture && line.style == LineStyle::dotted) out += ", line width=0.6bp";
  out += ", forget plot";
  out += restriction(of.x, "x", {&line.x}) + restriction(of.y, "y", {&line.y}) + "]";
  out += table(of, line.x, line.y, 0, line.x.size()) + ";\n";
  return out;
}

/// A stretch of a band without gaps, from `first` to before `end`; name: of its paths in the document.
std::string bandPiece(const TexChart& of, const Band& band, std::size_t first, std::size_t end,
                      const std::string& name) {
  const std::string color = colorName(band.ink);
  if (end - first == 1) {
    const double x = coordinate(of.chart.x, band.x[first]);
    const auto y = [&](double value) { return of.y.clamped(screenPlace(of.chart.y, value)); };
    return "\\draw[" + color + ", opacity=0.25, line width=2pt] " + point(x, y(band.low[first])) + " -- " +
           point(x, y(band.high[first])) + ";\n";
  }
  const std::string limits = restriction(of.x, "x", {&band.x}) + restriction(of.y, "y", {&band.low, &band.high});
  const auto side = [&](const std::string& path, const std::vector<double>& values) {
    return "\\addplot[draw=none, forget plot, name path=" + path + limits + "]" +
           table(of, band.x, values, first, end) + ";\n";
  };
  return side("low" + name, band.low) + side("high" + name, band.high) + "\\addplot[fill=" + color +
         ", fill opacity=0.25, draw=none, forget plot] fill between[of=low" + name + " and high" + name + "];\n";
}

/// pieces: of bands in the document so far.
std::string bandText(const TexChart& of, const Band& band, int& pieces) {
  std::string out;
  const auto known = [&](std::size_t i) {
    return !std::isnan(coordinate(of.chart.x, band.x[i])) && !std::isnan(coordinate(of.chart.y, band.low[i])) &&
           !std::isnan(coordinate(of.chart.y, band.high[i]));
  };
  for (std::size_t first = 0; first < band.x.size(); ++first) {
    std::size_t end = first;
    while (end < band.x.size() && known(end)) ++end;
    if (end > first) out += bandPiece(of, band, first, end, std::to_string(pieces++));
    first = end;
  }
  return out;
}

/// Middles of cells as coordinates. A single row or column, which a matrix plot cannot draw, becomes two alike.
std::vector<double> middles(const TexAxis& axis, const std::vector<double>& values) {
  std::vector<double> result;
  if (values.size() == 1) {
    for (const double share : {0.25, 0.75})
      result.push_back(fromPlace(axis.axis, axis.low + share * (axis.high - axis.low)));
    return result;
  }
  for (const double value : values) result.push_back(coordinate(axis.axis, value));
  return result;
}

/// Neighbors of one color in a row are one box.
std::string pictureText(const TexChart& of, const Cells& cells) {
  const std::vector<double> xs = cellEdges(of.chart.x, cells.x), ys = cellEdges(of.chart.y, cells.y);
  const std::size_t columns = cells.x.size();
  std::string out;
  for (std::size_t row = 0; row < cells.y.size(); ++row) {
    for (std::size_t first = 0, end = 0; first < columns; first = end) {
      const std::uint32_t color = cells.colors[row * columns + first];
      while (end < columns && cells.colors[row * columns + end] == color) ++end;
      char rgb[40];
      std::snprintf(rgb, sizeof rgb, "{rgb,255:red,%u;green,%u;blue,%u}", color >> 16U & 255U, color >> 8U & 255U,
                    color & 255U);
      out += std::string("\\filldraw[line width=0.15bp, color=") + rgb + "] " +
             point(of.x.clamped(xs[first]), of.y.clamped(ys[row])) + " rectangle " +
             point(of.x.clamped(xs[end]), of.y.clamped(ys[row + 1])) + ";\n";
    }
  }
  return out;
}

std::string cellsText(const TexChart& of, const Cells& cells) {
  if (!cells.colors.empty()) return pictureText(of, cells);
  const std::vector<double> x = middles(of.x, cells.x), y = middles(of.y, cells.y);
  if (x.empty() || y.empty()) return {};
  std::string out = "\\addplot[matrix plot*, point meta=explicit, mesh/cols=" + std::to_string(x.size()) +
                    ", mesh/ordering=x varies, forget plot] table[x=x, y=y, meta=value, row sep=\\\\] {\nx y value";
  if (precomputed(of.chart.x)) out += of.chart.x.scale == Scale::training ? " step" : " xvalue";
  if (precomputed(of.chart.y)) out += of.chart.y.scale == Scale::training ? " ystep" : " yvalue";
  out += " \\\\\n";
  for (std::size_t row = 0; row < y.size(); ++row) {
    for (std::size_t column = 0; column < x.size(); ++column) {
      const std::size_t i = row % cells.y.size(), k = column % cells.x.size();
      out += number(x[column]) + " " + number(y[row]) + " " + number(cells.values[i * cells.x.size() + k]);
      if (precomputed(of.chart.x)) out += " " + number(cells.x[k]);
      if (precomputed(of.chart.y)) out += " " + number(cells.y[i]);
      out += " \\\\\n";
    }
  }
  return out + "};\n";
}

/// at: the middle of the words, as a share of the plot; nothing where there is no room.
std::string wordsText(const TexChart& of, const std::string& words, const Ink& ink, const std::optional<QPointF>& at) {
  if (words.empty() || !at) return {};
  return "\\node" + wordsOptions(of.chart, ink) + " at (rel axis cs:" + number(at->x()) + "," + number(at->y()) +
         ") {" + texText(QString::fromStdString(printable(words))) + "};\n";
}

std::string ruleText(const TexChart& of, const Rule& rule) {
  const TexAxis& across = rule.vertical ? of.x : of.y;
  if (!across.shows(rule.at)) return {};
  const double place = screenPlace(across.axis, rule.at), at = fromPlace(across.axis, place);
  const double left = fromPlace(of.chart.x, of.x.low), right = fromPlace(of.chart.x, of.x.high);
  const double bottom = fromPlace(of.chart.y, of.y.low), top = fromPlace(of.chart.y, of.y.high);
  const bool plain = rule.ink.kind == InkKind::faint || rule.ink.kind == InkKind::text;
  return (rule.style == LineStyle::none ? "\\path[" : "\\draw[") +
         (plain && hasCells(of.chart) ? "white" : colorName(rule.ink)) + dashes(rule.style) + ", line width=0.8bp] " +
         (rule.vertical ? point(at, bottom) + " -- " + point(at, top) : point(left, at) + " -- " + point(right, at)) +
         ";\n";
}

}  // namespace

std::string colorName(const Ink& ink) {
  switch (ink.kind) {
    case InkKind::andPositive:
      return "inkAndPositive";
    case InkKind::orPositive:
      return "inkOrPositive";
    case InkKind::andNegative:
      return "inkAndNegative";
    case InkKind::orNegative:
      return "inkOrNegative";
    case InkKind::train:
      return "inkTrain";
    case InkKind::test:
      return "inkTest";
    case InkKind::measured:
      return "inkMeasured";
    case InkKind::theory:
      return "inkTheory";
    case InkKind::reference:
      return "inkReference";
    case InkKind::text:
      return "inkText";
    case InkKind::faint:
      return "inkFaint";
    case InkKind::series:
      return "inkSeries" + std::to_string((ink.number % seriesColors + seriesColors) % seriesColors);
  }
  return "inkText";
}

std::string boxFill(const Ink& ink, bool hatched, const PaperStyle& style) {
  const std::string color = colorName(ink);
  const bool negative = ink.kind == InkKind::andNegative || ink.kind == InkKind::orNegative;
  const bool dark = style.hatchNegative && negative;
  const std::string lines =
      ", postaction={draw=none, pattern=north east lines, pattern color=" + (dark ? "inkText" : color) + "}";
  if (hatched) return "fill=" + color + "!35" + lines;
  return "fill=" + color + (dark ? lines : "");
}

std::string dashes(LineStyle style) {
  return style == LineStyle::dashed ? ", dashed" : style == LineStyle::dotted ? ", densely dotted" : "";
}

bool hasCells(const Chart& chart) {
  return chart.picture || std::any_of(chart.marks.begin(), chart.marks.end(),
                                      [](const Mark& mark) { return std::holds_alternative<Cells>(mark); });
}

std::string cellsOptions(const Cells& cells, Palette palette) {
  const double ends = std::max(std::abs(cells.low), std::abs(cells.high)), most = ends > 0.0 ? ends : 1.0;
  const double low = cells.diverging ? -most : cells.low;
  const double high = cells.diverging ? most : cells.low < cells.high ? cells.high : cells.low + 1.0;
  return std::string(cells.diverging
                         ? "  colormap={diverging}{color=(inkAndNegative) color=(white) color=(inkAndPositive)},\n"
                     : palette == Palette::gray ? "  colormap={gray}{rgb255=(244,244,244) rgb255=(16,16,16)},\n"
                                                : "  colormap/viridis,\n") +
         "  point meta min=" + number(low) + ", point meta max=" + number(high) +
         ",\n  colorbar, colorbar style={ylabel={" + texEscaped(cells.name) + "}},\n";
}

std::string marksText(const TexChart& of, const PaperStyle& style, std::span<const std::optional<QPointF>> plotWords,
                      int& pieces) {
  const std::vector<std::vector<BarPlace>> bars = barPlaces(of.chart);
  std::string out, whiskers, words;
  std::size_t place = 0;
  const auto next = [&] { return place < plotWords.size() ? plotWords[place++] : std::nullopt; };
  for (std::size_t i = 0; i < of.chart.marks.size(); ++i) {
    const Mark& mark = of.chart.marks[i];
    if (const auto* m = std::get_if<Bars>(&mark)) out += barsText(of, *m, bars[i], style, whiskers);
    if (const auto* m = std::get_if<Line>(&mark)) out += lineText(of, *m);
    if (const auto* m = std::get_if<Band>(&mark)) out += bandText(of, *m, pieces);
    if (const auto* m = std::get_if<Rule>(&mark)) {
      out += ruleText(of, *m);
      words += wordsText(of, m->label, m->ink, next());
    }
    if (const auto* m = std::get_if<Cells>(&mark)) out += cellsText(of, *m);
    if (const auto* m = std::get_if<Label>(&mark)) words += wordsText(of, m->text, m->ink, next());
  }
  out += whiskers + words;
  if (!hasCells(of.chart) && of.chart.y.scale != Scale::category && of.y.range.low < 0.0 && of.y.range.high > 0.0)
    out += "\\draw[inkText, line width=0.4pt] " + point(fromPlace(of.chart.x, of.x.low), 0.0) + " -- " +
           point(fromPlace(of.chart.x, of.x.high), 0.0) + ";\n";
  return out;
}

}  // namespace spindle::pgf
