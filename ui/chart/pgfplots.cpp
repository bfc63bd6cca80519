// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/pgfplots.h"

#include "core/base/text.h"
#include "core/chart/tex_text.h"
#include "ui/chart/math_runs.h"
#include "ui/chart/paper_inks.h"
#include "ui/chart/paper_plot.h"
#include "ui/chart/pgfplots_marks.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace spindle {
namespace {

using namespace pgf;

/// Lengths in big points, which are those of a page.
std::string bp(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::string size(double points) {
  return "\\fontsize{" + bp(points) + "bp}{" + bp(1.2 * points) + "bp}\\selectfont";
}

std::string colorDefinitions(Palette palette) {
  constexpr std::array kinds{InkKind::andPositive, InkKind::orPositive, InkKind::andNegative, InkKind::orNegative,
                             InkKind::train,       InkKind::test,       InkKind::measured,    InkKind::theory,
                             InkKind::reference,   InkKind::text,       InkKind::faint};
  std::string out;
  const auto define = [&](const std::string& name, ColorRole role) {
    const QString hex = paperColor(role, palette).name().mid(1).toUpper();
    out += "\\definecolor{" + name + "}{HTML}{" + hex.toStdString() + "}%\n";
  };
  for (const InkKind kind : kinds) define(colorName({kind}), roleOf({kind}));
  for (int i = 0; i < 6; ++i) define(colorName(Ink::series(i)), roleOf(Ink::series(i)));
  define("inkGround", ColorRole::grid);
  return out;
}

std::string packages(const PaperStyle& style) {
  return style.font == FigureFont::serif ? "\\usepackage[T1]{fontenc}\n\\usepackage{mathptmx}\n"
                                         : "\\usepackage[T1]{fontenc}\n\\usepackage[scaled=0.92]{helvet}\n"
                                           "\\renewcommand{\\familydefault}{\\sfdefault}\n";
}

std::string commonStyle(const PaperStyle& style) {
  const auto width = [&](double points) { return bp(style.lines * points) + "bp"; };
  const std::string tick = size(style.tickPoints), label = size(style.labelPoints);
  // "label style" has no effect on labels near ticks, nor has what stands before "near ticks".
  return "\\newcommand{\\spindletick}{" + tick +
         "}%\n\\pgfplotsset{\n  compat=1.16,\n  spindle/.style={\n"
         "    at={(0,0)}, anchor=south west, scale only axis, axis x line*=bottom, axis y line*=left,\n"
         "    tick align=outside, axis on top, unbounded coords=jump, clip mode=individual,\n"
         "    axis line style={inkText, line width=" +
         width(paper::axisWidth) + "}, tick style={inkText, line width=" + width(paper::axisWidth) +
         "}, major tick length=2.5bp,\n    tick label style={font=" + tick +
         ", inner sep=1bp},\n    xlabel near ticks, ylabel near ticks,\n    xlabel style={inner sep=1bp, font=" +
         label + "}, ylabel style={inner sep=1bp, font=" + label +
         "},\n    every axis plot/.append style={line width=" + width(paper::lineWidth) +
         ", mark size=" + width(paper::discRadius) +
         "},\n    colorbar style={axis x line*=box, axis y line*=box, at={(1.0,0.5)}, anchor=west, xshift=8bp, "
         "width=7bp,\n"
         "      tick label style={font=" +
         tick + "}, ytick pos=right, yticklabel pos=right, ylabel near ticks, ylabel style={font=" + tick +
         "}},\n  },\n}%\n";
}

std::string node(const TexWords& words, double height) {
  std::string options = "inner sep=0bp, outer sep=0bp, font=" + size(words.points);
  if (words.bold) options += "\\bfseries";
  options += words.fromLeft ? ", anchor=base west" : ", anchor=center";
  if (words.upward) options += ", rotate=90";
  if (words.faint) options += ", text=inkFaint";
  return "\\node[" + options + "] at (" + bp(words.at.x()) + "bp," + bp(height - words.at.y()) + "bp) {" +
         texText(words.text) + "};\n";
}

std::string symbol(const PlacedEntry& placed, const TexPage& page) {
  const LegendEntry& entry = placed.entry;
  const double y = page.size.height() - placed.middle, right = placed.left + placed.symbol;
  const std::string color = colorName(entry.ink);
  const auto at = [](double a, double b) { return "(" + bp(a) + "bp," + bp(b) + "bp)"; };
  if (entry.bar) {
    const std::string fill =
        entry.band ? "fill=" + color + ", fill opacity=0.25" : boxFill(entry.ink, entry.hatched, page.style);
    return "\\path[draw=none, " + fill + "] " + at(placed.left, y - placed.symbol / 2) + " rectangle " +
           at(right, y + placed.symbol / 2) + ";\n";
  }
  std::string out;
  if (entry.line != LineStyle::none)
    out += "\\draw[" + color + dashes(entry.line) + ", line width=" + bp(page.style.lines * paper::lineWidth) + "bp] " +
           at(placed.left, y) + " -- " + at(right, y) + ";\n";
  if (entry.points)
    out += "\\fill[" + color + "] " + at((placed.left + right) / 2, y) +
           " circle[radius=" + bp(page.style.lines * paper::discRadius) + "bp];\n";
  return out;
}

std::string axisText(const TexPlot& plot, const TexPage& page, int& pieces) {
  const Chart& chart = *plot.panel.chart;
  const double height = page.size.height();
  std::string out = "% " + printable(chart.title) + "\n";
  if (!hasContent(chart)) {
    const std::string reason = chart.empty.empty() ? "There is no value to show." : texEscaped(chart.empty);
    return out + "\\node[inkFaint, text width=" + bp(0.9 * plot.frame.width()) +
           "bp, align=center, font=" + size(page.style.tickPoints) + "] at (" + bp(plot.frame.center().x()) + "bp," +
           bp(height - plot.frame.center().y()) + "bp) {" + reason + "};\n";
  }
  out += "\\begin{scope}[shift={(" + bp(plot.area.left()) + "bp," + bp(height - plot.area.bottom()) +
         "bp)}]\n\\begin{axis}[\n  spindle, width=" + bp(plot.area.width()) + "bp, height=" + bp(plot.area.height()) +
         "bp,\n";
  const TexChart of(chart, plot.panel.y);
  if (chart.picture) out += "  hide axis, mark size=" + bp(page.style.lines * paper::pictureDiscRadius) + "bp,\n";
  out += axisOptions(of.x, "x", plot.panel.xLabel, true, plot.xTicks) +
         axisOptions(of.y, "y", plot.panel.yLabel, plot.panel.yTicks, plot.yTicks);
  if (const Cells* cells = paper::firstCells(chart)) out += cellsOptions(*cells, page.style.palette);
  return out + "]\n" + marksText(of, page.style, plot.plotWords, pieces) + "\\end{axis}\n\\end{scope}\n";
}

/// Whether a mark of this kind is as wanted.
template <class Kind, class Wanted>
bool any(const TexPage& page, Wanted wanted) {
  return std::any_of(page.plots.begin(), page.plots.end(), [&](const TexPlot& plot) {
    const auto& marks = plot.panel.chart->marks;
    return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
      const auto* kind = std::get_if<Kind>(&mark);
      return kind != nullptr && wanted(*kind);
    });
  });
}

}  // namespace

std::string pgfplotsText(const TexPage& page, const std::string& comment, const std::string& head) {
  const bool enlarged = page.enlarged != 1.0;
  std::string libraries;
  if (any<Band>(page, [](const Band&) { return true; })) libraries += "\\usepgfplotslibrary{fillbetween}\n";
  if (page.style.hatchNegative || any<Bars>(page, [](const Bars& bars) { return bars.hatched; }))
    libraries += "\\usetikzlibrary{patterns}\n";
  // What it needs of its own stands after the preamble, which documents leave out that input it by the package
  // standalone, in a group, and without a space.
  std::string out =
      texComment(comment) +
      texComment("To input it in a document, load there:\n\\usepackage{pgfplots,standalone}\n" + libraries) + head +
      "\\documentclass[border=0pt]{standalone}\n" + packages(page.style) + "\\usepackage{pgfplots}\n" + libraries +
      "\\begin{document}\n\\begingroup\n" + commonStyle(page.style) + colorDefinitions(page.style.palette) +
      (enlarged ? "\\scalebox{" + bp(page.enlarged) + "}{%\n" : "") + "\\begin{tikzpicture}\n";
  int pieces = 0;
  for (const TexPlot& plot : page.plots) out += axisText(plot, page, pieces);
  for (const QLineF& line : page.lines)
    out += "\\draw[inkGround, line width=" + bp(page.style.lines * paper::axisWidth) + "bp] (" + bp(line.x1()) + "bp," +
           bp(page.size.height() - line.y1()) + "bp) -- (" + bp(line.x2()) + "bp," +
           bp(page.size.height() - line.y2()) + "bp);\n";
  for (const PlacedEntry& entry : page.legend) out += symbol(entry, page);
  for (const TexWords& words : page.words) out += node(words, page.size.height());
  // Not at the beginning: TeX fills no bands in pictures whose size is given.
  out += "\\pgfresetboundingbox\n\\useasboundingbox (0,0) rectangle (" + bp(page.size.width()) + "bp," +
         bp(page.size.height()) + "bp);\n";
  return out + "\\end{tikzpicture}" + (enlarged ? "}" : "") + "%\n\\endgroup\n\\end{document}\n";
}

}  // namespace spindle
