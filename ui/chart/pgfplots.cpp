// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/pgfplots.h"

#include "core/base/text.h"
#include "ui/chart/screen_places.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace spindle {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t mostColumns = 3, legendColumns = 2;
constexpr int seriesColors = 6;

struct Sign {
  std::string_view sign, tex;
  bool math = false;
};

/// Signs that TeX would not print as they are. Exponents stand on an empty base, since two in a row on one base are an
/// error.
constexpr Sign signs[] = {
    {"\\", "\\textbackslash{}"},
    {"{", "\\{"},
    {"}", "\\}"},
    {"#", "\\#"},
    {"$", "\\mathdollar ", true},
    {"%", "\\%"},
    {"&", "\\&"},
    {"_", "\\_"},
    {"~", "\\textasciitilde{}"},
    {"^", "\\textasciicircum{}"},
    {"`", "{`}"},
    {"\"", "''"},
    {"-", "{-}"},
    {"|", "|", true},
    {"<", "<", true},
    {">", ">", true},
    {"\u2212", "-", true},
    {"\u00b7", "\\cdot ", true},
    {"\u00d7", "\\times ", true},
    {"\u00b1", "\\pm ", true},
    {"\u2264", "\\le ", true},
    {"\u2265", "\\ge ", true},
    {"\u2260", "\\ne ", true},
    {"\u2248", "\\approx ", true},
    {"\u221e", "\\infty ", true},
    {"\u2205", "\\emptyset ", true},
    {"\u2208", "\\in ", true},
    {"\u2229", "\\cap ", true},
    {"\u222a", "\\cup ", true},
    {"\u2286", "\\subseteq ", true},
    {"\u2192", "\\to ", true},
    {"\u2211", "\\sum ", true},
    {"\u00b0", "{}^{\\circ}", true},
    {"\u03b1", "\\alpha ", true},
    {"\u03b2", "\\beta ", true},
    {"\u03b3", "\\gamma ", true},
    {"\u03b4", "\\delta ", true},
    {"\u03b5", "\\varepsilon ", true},
    {"\u03b7", "\\eta ", true},
    {"\u03bb", "\\lambda ", true},
    {"\u03bc", "\\mu ", true},
    {"\u00b5", "\\mu ", true},
    {"\u03c1", "\\rho ", true},
    {"\u03c3", "\\sigma ", true},
    {"\u03c4", "\\tau ", true},
    {"\u03c6", "\\varphi ", true},
    {"\u0394", "\\Delta ", true},
    {"\u03a3", "\\Sigma ", true},
    {"\u207b", "{}^{-}", true},
    {"\u2070", "{}^{0}", true},
    {"\u00b9", "{}^{1}", true},
    {"\u00b2", "{}^{2}", true},
    {"\u00b3", "{}^{3}", true},
    {"\u2074", "{}^{4}", true},
    {"\u2075", "{}^{5}", true},
    {"\u2076", "{}^{6}", true},
    {"\u2077", "{}^{7}", true},
    {"\u2078", "{}^{8}", true},
    {"\u2079", "{}^{9}", true},
    {"\u2013", "--"},
    {"\u2014", "---"},
    {"\u2018", "{`}"},
    {"\u2019", "'"},
    {"\u201c", "{`}{`}"},
    {"\u201d", "''"},
    {"\u2026", "\\ldots{}"},
    {"\u00a0", "~"},
};

/// Text as TeX prints it: any sign that is neither plain ASCII nor in the list becomes '?'.
std::string tex(const std::string& raw) {
  const std::string text = printable(raw);
  std::string result;
  bool math = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = std::string_view(text).substr(at);
    const auto* sign = std::find_if(std::begin(signs), std::end(signs),
                                    [rest](const Sign& known) { return rest.starts_with(known.sign); });
    const bool known = sign != std::end(signs);
    if (math != (known && sign->math)) {
      result += '$';
      math = !math;
    }
    std::size_t size = known ? sign->sign.size() : 1;
    if (known) {
      result += sign->tex;
    } else if ((static_cast<unsigned char>(rest.front()) & 0x80U) == 0) {
      result += rest.front();
    } else {
      result += '?';
      while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0U) == 0x80U) ++size;
    }
    at += size;
  }
  return math ? result + '$' : result;
}

/// Each line of a text behind a percent sign, with nothing in it that could end the line for TeX.
std::string commented(const std::string& text) {
  std::string result;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    result += "% " + printable(std::string_view(text).substr(from, end - from)) + "\n";
    from = end + 1;
  }
  return result;
}

std::string number(double value) {
  return std::isfinite(value) ? shortest(value) : "nan";
}

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

/// The colors of paperColor().
constexpr std::string_view colorDefinitions =
    "\\definecolor{inkAndPositive}{HTML}{0072B2}\n"
    "\\definecolor{inkOrPositive}{HTML}{8CC2E3}\n"
    "\\definecolor{inkAndNegative}{HTML}{D55E00}\n"
    "\\definecolor{inkOrNegative}{HTML}{F4B78A}\n"
    "\\definecolor{inkTrain}{HTML}{0072B2}\n"
    "\\definecolor{inkTest}{HTML}{D55E00}\n"
    "\\definecolor{inkMeasured}{HTML}{0072B2}\n"
    "\\definecolor{inkTheory}{HTML}{F4B78A}\n"
    "\\definecolor{inkReference}{HTML}{009E73}\n"
    "\\definecolor{inkText}{HTML}{202020}\n"
    "\\definecolor{inkFaint}{HTML}{707070}\n"
    "\\definecolor{inkSeries0}{HTML}{0072B2}\n"
    "\\definecolor{inkSeries1}{HTML}{E69F00}\n"
    "\\definecolor{inkSeries2}{HTML}{009E73}\n"
    "\\definecolor{inkSeries3}{HTML}{D55E00}\n"
    "\\definecolor{inkSeries4}{HTML}{CC79A7}\n"
    "\\definecolor{inkSeries5}{HTML}{56B4E9}\n";

constexpr std::string_view commonStyle =
    "\\pgfplotsset{\n"
    "  compat=1.16,\n"
    "  spindle/.style={\n"
    "    axis x line*=bottom, axis y line*=left, tick align=outside, axis on top, unbounded coords=jump,\n"
    "    title style={font=\\footnotesize}, label style={font=\\small}, tick label style={font=\\scriptsize},\n"
    "    every axis plot/.append style={line width=1pt, mark size=1.3pt},\n"
    "    legend style={at={(0.5,-0.33)}, anchor=north, draw=none, fill=none, font=\\scriptsize, legend columns=2,\n"
    "      /tikz/every even column/.append style={column sep=6pt}},\n"
    "    legend cell align=left,\n"
    "    colorbar style={axis x line*=box, axis y line*=box, width=2mm, tick label style={font=\\scriptsize},\n"
    "      label style={font=\\scriptsize}, ytick pos=right, yticklabel pos=right, ylabel near ticks},\n"
    "  },\n"
    "}\n";

bool hasCells(const Chart& chart) {
  return std::any_of(chart.marks.begin(), chart.marks.end(),
                     [](const Mark& mark) { return std::holds_alternative<Cells>(mark); });
}

/// Options for words: on cells they stand on white.
std::string wordsOptions(const Chart& chart, const Ink& ink, const std::string& anchor) {
  return "[" + colorName(ink) + ", anchor=" + anchor + ", inner sep=2pt, font=\\scriptsize" +
         (hasCells(chart) ? ", fill=white, fill opacity=0.85, text opacity=1]" : "]");
}

bool precomputed(const ChartAxis& axis) {
  return axis.scale == Scale::training || axis.scale == Scale::symlog;
}

/// A place on an axis as a coordinate in TeX, where logarithmic axes take the values themselves.
double fromPlace(const ChartAxis& axis, double place) {
  return axis.scale == Scale::logarithmic ? std::pow(10.0, place) : place;
}

double coordinate(const ChartAxis& axis, double value) {
  return axis.scale == Scale::logarithmic ? (value > 0.0 ? value : none) : screenPlace(axis, value);
}

/// One axis with its ends, as places.
struct TexAxis {
  const ChartAxis& axis;
  AxisRange range;
  double low, high;

  TexAxis(const ChartAxis& of, const AxisRange& ends)
      : axis(of), range(ends), low(screenPlace(of, ends.low)), high(screenPlace(of, ends.high)) {}
  [[nodiscard]] double clamped(double place) const { return fromPlace(axis, std::clamp(place, low, high)); }
  [[nodiscard]] bool shows(double value) const {
    const double place = screenPlace(axis, value);
    return place >= low && place <= high;
  }
};

struct TexChart {
  const Chart& chart;
  TexAxis x, y;

  explicit TexChart(const Chart& of) : chart(of), x(of.x, rangeX(of)), y(of.y, rangeY(of)) {}
};

std::string point(double x, double y) {
  return "(axis cs:" + number(x) + "," + number(y) + ")";
}

/// 0 and the factors times every stride-th power of ten, as far as they are in sight and not where a scale is linear.
std::vector<double> decadeValues(const TexAxis& axis, std::initializer_list<double> factors, int stride) {
  std::vector<double> values;
  const bool bothSigns = axis.axis.scale == Scale::symlog;
  const double within = bothSigns && axis.axis.linearWithin > 0.0 ? axis.axis.linearWithin : 1.0;
  const double largest = std::max(std::abs(axis.range.low), std::abs(axis.range.high));
  if (axis.shows(0.0)) values.push_back(0.0);
  for (int e = static_cast<int>(std::floor(std::log10(within))); e <= std::log10(largest) + 1e-9; e += stride) {
    for (const double factor : factors) {
      const double value = factor * std::pow(10.0, e);
      if (value < within * (1 - 1e-9)) continue;
      if (axis.shows(value)) values.push_back(value);
      if (bothSigns && axis.shows(-value)) values.push_back(-value);
    }
  }
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<double> roundValues(const AxisRange& range) {
  const double raw = (range.high - range.low) / 5.0, decade = std::pow(10.0, std::floor(std::log10(raw)));
  const double step = decade * (raw <= 2.0 * decade ? 2.0 : raw <= 5.0 * decade ? 5.0 : 10.0);
  std::vector<double> values;
  const double first = std::ceil(range.low / step - 1e-9);
  for (int i = 0; i < 8 && (first + i) * step <= range.high + 1e-9 * step; ++i) values.push_back((first + i) * step);
  return values;
}

std::vector<double> tickValues(const TexAxis& axis) {
  constexpr int most = 16;
  std::vector<double> values;
  if (axis.axis.scale == Scale::category) {
    const double first = std::ceil(axis.range.low), count = std::floor(axis.range.high) - first + 1.0;
    const double stride = std::max(1.0, std::ceil(count / most));
    for (int i = 0; i < most && i * stride < count; ++i) values.push_back(first + i * stride);
    return values;
  }
  values = decadeValues(axis, {1.0}, 1);
  if (const auto stride = 1 + static_cast<int>(values.size() / 10); stride > 1)
    values = decadeValues(axis, {1.0}, stride);
  if (values.size() < 3) values = decadeValues(axis, {1.0, 2.0, 5.0}, 1);
  return values.size() < 2 ? roundValues(axis.range) : values;
}

std::string tickLabel(double value) {
  const double exponent = std::round(std::log10(std::abs(value)));
  if (std::abs(exponent) > 1.0 && std::abs(std::abs(value) - std::pow(10.0, exponent)) < 1e-9 * std::abs(value))
    return (value < 0.0 ? "$-10^{" : "$10^{") + std::to_string(static_cast<int>(exponent)) + "}$";
  char buffer[32];
  constexpr int digits = 12;
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits);
  return "$" + std::string(buffer, error == std::errc{} ? end : buffer) + "$";
}

/// The options of one axis, as "xlabel={...}": letter is x or y.
std::string axisOptions(const TexAxis& axis, const std::string& letter) {
  std::string out = "  " + letter + "label={" + tex(axisTitle(axis.axis)) + "},\n";
  out += "  " + letter + "min=" + number(fromPlace(axis.axis, axis.low)) + ", " + letter +
         "max=" + number(fromPlace(axis.axis, axis.high)) + ",\n";
  if (axis.axis.scale == Scale::logarithmic) return out + "  " + letter + "mode=log, log basis " + letter + "=10,\n";
  if (axis.axis.scale == Scale::linear) return out;
  std::string places, labels;
  for (const double value : tickValues(axis)) {
    places += (places.empty() ? "" : ",") + number(screenPlace(axis.axis, value));
    labels += (labels.empty() ? "" : ",") + tickLabel(value);
  }
  out += "  " + letter + "tick={" + places + "},\n  " + letter + "ticklabels={" + labels + "},\n";
  if (axis.axis.scale == Scale::category) out += "  " + letter + "tick style={draw=none},\n";
  return out;
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

std::string boxFill(const Ink& ink, bool hatched) {
  const std::string color = colorName(ink);
  return hatched
             ? "fill=" + color + "!35, postaction={draw=none, pattern=north east lines, pattern color=" + color + "}"
             : "fill=" + color;
}

std::string boxLegend(const std::string& name, const std::string& fill) {
  if (name.empty()) return {};
  return "\\addlegendimage{legend image code/.code={\\path[draw=none, " + fill +
         "] (0cm,-0.08cm) rectangle (0.24cm,0.16cm);}}\n\\addlegendentry{" + tex(name) + "}\n";
}

/// whiskers: gets those of the errors, to be drawn above the bars of all marks.
std::string barsText(const TexChart& of, const Bars& bars, const std::vector<BarPlace>& places, std::string& whiskers) {
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
  if (!boxes.empty()) out += "\\path[" + boxFill(bars.ink, bars.hatched) + "]" + boxes + ";\n";
  return out + boxLegend(bars.name, boxFill(bars.ink, bars.hatched));
}

std::string dashes(LineStyle style) {
  return style == LineStyle::dashed ? ", dashed" : style == LineStyle::dotted ? ", densely dotted" : "";
}

std::string lineText(const TexChart& of, const Line& line) {
  std::string out = "\\addplot[" + colorName(line.ink) + dashes(line.style);
  out += line.points || line.style == LineStyle::none ? ", mark=*, mark options={solid}" : ", mark=none";
  if (line.style == LineStyle::none) out += ", only marks";
  if (line.name.empty()) out += ", forget plot";
  out += restriction(of.x, "x", {&line.x}) + restriction(of.y, "y", {&line.y}) + "]";
  out += table(of, line.x, line.y, 0, line.x.size()) + ";\n";
  return line.name.empty() ? out : out + "\\addlegendentry{" + tex(line.name) + "}\n";
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
  return out + boxLegend(band.name, "fill=" + colorName(band.ink) + ", fill opacity=0.25");
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

std::string cellsText(const TexChart& of, const Cells& cells) {
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

std::string cellsOptions(const Cells& cells) {
  const double ends = std::max(std::abs(cells.low), std::abs(cells.high)), most = ends > 0.0 ? ends : 1.0;
  const double low = cells.diverging ? -most : cells.low;
  const double high = cells.diverging ? most : cells.low < cells.high ? cells.high : cells.low + 1.0;
  return std::string(cells.diverging
                         ? "  colormap={diverging}{color=(inkAndNegative) color=(white) color=(inkAndPositive)},\n"
                         : "  colormap/viridis,\n") +
         "  point meta min=" + number(low) + ", point meta max=" + number(high) +
         ",\n  colorbar, colorbar style={ylabel={" + tex(cells.name) + "}},\n";
}

std::string ruleText(const TexChart& of, const Rule& rule) {
  const TexAxis& across = rule.vertical ? of.x : of.y;
  if (!across.shows(rule.at)) return {};
  const double place = screenPlace(across.axis, rule.at), at = fromPlace(across.axis, place);
  const double share = (place - across.low) / (across.high - across.low);
  const std::string anchor =
      rule.vertical ? (share < 0.6 ? "north west" : "north east") : (share < 0.9 ? "south east" : "north east");
  const double left = fromPlace(of.chart.x, of.x.low), right = fromPlace(of.chart.x, of.x.high);
  const double bottom = fromPlace(of.chart.y, of.y.low), top = fromPlace(of.chart.y, of.y.high);
  const bool plain = rule.ink.kind == InkKind::faint || rule.ink.kind == InkKind::text;
  std::string out =
      (rule.style == LineStyle::none ? "\\path[" : "\\draw[") +
      (plain && hasCells(of.chart) ? "white" : colorName(rule.ink)) + dashes(rule.style) + ", line width=0.6pt] " +
      (rule.vertical ? point(at, bottom) + " -- " + point(at, top) : point(left, at) + " -- " + point(right, at));
  if (!rule.label.empty()) out += " node" + wordsOptions(of.chart, rule.ink, anchor) + " {" + tex(rule.label) + "}";
  return out + ";\n";
}

std::string labelText(const TexChart& of, const Label& label) {
  if (!of.x.shows(label.x) || !of.y.shows(label.y)) return {};
  return "\\node" + wordsOptions(of.chart, label.ink, hasCells(of.chart) ? "center" : "south") + " at " +
         point(coordinate(of.chart.x, label.x), coordinate(of.chart.y, label.y)) + " {" + tex(label.text) + "};\n";
}

std::string marksText(const TexChart& of, int& pieces) {
  const std::vector<std::vector<BarPlace>> bars = barPlaces(of.chart);
  std::string out, whiskers;
  for (std::size_t i = 0; i < of.chart.marks.size(); ++i) {
    const Mark& mark = of.chart.marks[i];
    if (const auto* m = std::get_if<Bars>(&mark)) out += barsText(of, *m, bars[i], whiskers);
    if (const auto* m = std::get_if<Line>(&mark)) out += lineText(of, *m);
    if (const auto* m = std::get_if<Band>(&mark)) out += bandText(of, *m, pieces);
    if (const auto* m = std::get_if<Rule>(&mark)) out += ruleText(of, *m);
    if (const auto* m = std::get_if<Cells>(&mark)) out += cellsText(of, *m);
    if (const auto* m = std::get_if<Label>(&mark)) out += labelText(of, *m);
  }
  out += whiskers;
  if (!hasCells(of.chart) && of.chart.y.scale != Scale::category && of.y.range.low < 0.0 && of.y.range.high > 0.0)
    out += "\\draw[inkText, line width=0.4pt] " + point(fromPlace(of.chart.x, of.x.low), 0.0) + " -- " +
           point(fromPlace(of.chart.x, of.x.high), 0.0) + ";\n";
  return out;
}

/// begin: the command that opens an axis; its options follow.
std::string axisText(const Chart& chart, const std::string& begin, const std::string& size, int& pieces) {
  std::string out = "% " + printable(chart.title) + "\n" + begin + "[\n  spindle, " + size + ",\n";
  if (!chart.heading.empty()) out += "  title={" + tex(chart.heading) + "},\n";
  if (!hasContent(chart)) {
    const std::string reason = chart.empty.empty() ? "There is no value to show." : tex(chart.empty);
    return out + "  xmin=0, xmax=1, ymin=0, ymax=1, axis line style={draw=none}, ticks=none,\n]\n" +
           "\\node[inkFaint, text width=4cm, align=center, font=\\footnotesize] at (axis cs:0.5,0.5) {" + reason +
           "};\n";
  }
  const TexChart of(chart);
  out += axisOptions(of.x, "x") + axisOptions(of.y, "y");
  const auto cells = std::find_if(chart.marks.begin(), chart.marks.end(),
                                  [](const Mark& mark) { return std::holds_alternative<Cells>(mark); });
  if (cells != chart.marks.end()) out += cellsOptions(std::get<Cells>(*cells));
  return out + "]\n" + marksText(of, pieces);
}

/// Whether a mark of this kind is as wanted.
template <class Kind>
bool any(std::span<const Chart> charts, bool (*wanted)(const Kind&)) {
  return std::any_of(charts.begin(), charts.end(), [wanted](const Chart& chart) {
    return std::any_of(chart.marks.begin(), chart.marks.end(), [wanted](const Mark& mark) {
      const auto* kind = std::get_if<Kind>(&mark);
      return kind != nullptr && wanted(*kind);
    });
  });
}

std::size_t mostEntries(std::span<const Chart> charts) {
  std::size_t most = 0;
  for (const Chart& chart : charts) {
    std::size_t entries = 0;
    for (const Mark& mark : chart.marks) {
      if (const auto* m = std::get_if<Bars>(&mark)) entries += m->name.empty() ? 0 : 1;
      if (const auto* m = std::get_if<Line>(&mark)) entries += m->name.empty() ? 0 : 1;
      if (const auto* m = std::get_if<Band>(&mark)) entries += m->name.empty() ? 0 : 1;
    }
    most = std::max(most, entries);
  }
  return most;
}

}  // namespace

std::string pgfplotsText(std::span<const Chart> charts, const std::string& comment) {
  std::string out = commented(comment) + "\\documentclass[border=2pt]{standalone}\n\\usepackage{pgfplots}\n";
  if (charts.size() > 1) out += "\\usepgfplotslibrary{groupplots}\n";
  if (any<Band>(charts, [](const Band&) { return true; })) out += "\\usepgfplotslibrary{fillbetween}\n";
  if (any<Bars>(charts, [](const Bars& bars) { return bars.hatched; })) out += "\\usetikzlibrary{patterns}\n";
  out += std::string(commonStyle) + std::string(colorDefinitions) + "\\begin{document}\n\\begin{tikzpicture}\n";
  int pieces = 0;
  if (charts.size() == 1) {
    out += axisText(charts.front(), "\\begin{axis}", "width=8.6cm, height=5.8cm", pieces) + "\\end{axis}\n";
  } else if (charts.size() > 1) {
    const std::size_t columns = std::min(mostColumns, charts.size()), rows = (charts.size() + columns - 1) / columns;
    const bool scales = std::any_of(charts.begin(), charts.end(), hasCells);
    const std::size_t millimeters = 24 + 5 * ((mostEntries(charts) + legendColumns - 1) / legendColumns);
    out += "\\begin{groupplot}[group style={group size=" + std::to_string(columns) + " by " + std::to_string(rows) +
           ", horizontal sep=" + (scales ? "34mm" : "19mm") + ", vertical sep=" + std::to_string(millimeters) +
           "mm}]\n";
    for (const Chart& chart : charts) out += axisText(chart, "\\nextgroupplot", "width=6.2cm, height=4.9cm", pieces);
    out += "\\end{groupplot}\n";
  }
  return out + "\\end{tikzpicture}\n\\end{document}\n";
}

}  // namespace spindle
