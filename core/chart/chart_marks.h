// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart_target.h"
#include "core/chart/ink.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace spindle {

// The marks of a chart. Lists of one mark have equal lengths; `targets` may also be empty. NaN leaves a gap. An empty
// name keeps a mark out of the legend.

/// One bar a place, from 0 (or from the end of the bars before it in the same stack). Stacks with different numbers
/// stand side by side at each place; positive and negative values of one stack grow apart from 0.
struct Bars {
  std::string name;
  std::vector<double> x, y;
  std::vector<double> error;  ///< standard error, drawn as a whisker; empty: none
  Ink ink;
  int stack = 0;
  bool hatched = false;
  std::vector<ChartTarget> targets;
};

enum class LineStyle { none, solid, dashed, dotted };

/// Points joined by a line, or points alone (style none).
struct Line {
  std::string name;
  std::vector<double> x, y;
  Ink ink;
  LineStyle style = LineStyle::solid;
  bool points = false;
  std::vector<ChartTarget> targets;
};

/// The area between two lines.
struct Band {
  std::string name;
  std::vector<double> x, low, high;
  Ink ink;
};

/// A straight line across the whole chart, with words at its end.
struct Rule {
  double at = 0.0;
  bool vertical = false;  ///< at an x; else at a y
  std::string label;
  Ink ink{InkKind::faint};
  LineStyle style = LineStyle::dashed;
};

/// A field of cells, colored by value: a matrix or a heat map. values[row * x.size() + column], rows from the bottom;
/// x and y are the middles of the cells, which meet halfway. low and high: the values at the ends of the color scale.
struct Cells {
  std::string name;  ///< of the color scale
  std::vector<double> x, y, values;
  double low = 0.0, high = 1.0;
  bool diverging = false;  ///< two colors that part at 0
  std::vector<ChartTarget> targets;
  std::vector<std::uint32_t> colors = {};  ///< 0xRRGGBB each, on paper in place of a scale: of a picture; empty: none
};

/// Words at a point.
struct Label {
  double x = 0.0, y = 0.0;
  std::string text;
  Ink ink{InkKind::text};
};

using Mark = std::variant<Bars, Line, Band, Rule, Cells, Label>;

}  // namespace spindle
