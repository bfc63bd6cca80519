// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "ui/chart/paper_ticks.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle::pgf {

// One chart's axes as pgfplots has them: axes of training and symlog axes are linear there, at log10 coordinates.

/// In full precision; "nan" for what is not finite.
std::string number(double value);

/// Whether the coordinates of an axis are others than its values.
bool precomputed(const ChartAxis& axis);

/// A place on an axis as a coordinate in TeX, where logarithmic axes take the values themselves.
double fromPlace(const ChartAxis& axis, double place);
double coordinate(const ChartAxis& axis, double value);

/// One axis with its ends, as places.
struct TexAxis {
  const ChartAxis& axis;
  AxisRange range;
  double low, high;

  TexAxis(const ChartAxis& of, const AxisRange& ends);
  [[nodiscard]] double clamped(double place) const;  ///< as a coordinate
  [[nodiscard]] bool shows(double value) const;
};

struct TexChart {
  const Chart& chart;
  TexAxis x, y;

  TexChart(const Chart& of, const std::optional<AxisRange>& sharedY)
      : chart(of), x(of.x, rangeX(of)), y(of.y, sharedY.value_or(rangeY(of))) {}
};

/// "(axis cs:1,2)".
std::string point(double x, double y);

/// Escaped text with its quantities in italics and its superscripts raised.
std::string texText(const QString& text);

/// The options of one axis, as "xlabel={...}": letter is x or y. labels: of the ticks.
std::string axisOptions(const TexAxis& axis, const std::string& letter, bool title, bool labels,
                        const std::vector<PaperTick>& ticks);

}  // namespace spindle::pgf
