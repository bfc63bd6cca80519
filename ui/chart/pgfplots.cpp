// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/pgfplots.h"

#include "core/base/text.h"
#include "core/chart/tex_text.h"
#include "ui/chart/pgfplots_marks.h"

#include <algorithm>
#include <string_view>

namespace spindle {
namespace {

using namespace pgf;

constexpr std::size_t mostColumns = 3, legendColumns = 2;

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

/// begin: the command that opens an axis; its options follow.
std::string axisText(const Chart& chart, const std::string& begin, const std::string& size, int& pieces) {
  std::string out = "% " + printable(chart.title) + "\n" + begin + "[\n  spindle, " + size + ",\n";
  if (!chart.heading.empty()) out += "  title={" + texEscaped(chart.heading) + "},\n";
  if (!hasContent(chart)) {
    const std::string reason = chart.empty.empty() ? "There is no value to show." : texEscaped(chart.empty);
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
  std::string out = texComment(comment) + "\\documentclass[border=2pt]{standalone}\n\\usepackage{pgfplots}\n";
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
