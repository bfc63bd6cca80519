// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/pgfplots_axis.h"

#include "core/base/text.h"
#include "core/chart/tex_text.h"
#include "ui/chart/math_runs.h"
#include "ui/chart/screen_places.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle::pgf {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::string number(double value) {
  return std::isfinite(value) ? shortest(value) : "nan";
}

bool precomputed(const ChartAxis& axis) {
  return axis.scale == Scale::training || axis.scale == Scale::symlog;
}

double fromPlace(const ChartAxis& axis, double place) {
  return axis.scale == Scale::logarithmic ? std::pow(10.0, place) : place;
}

double coordinate(const ChartAxis& axis, double value) {
  return axis.scale == Scale::logarithmic ? (value > 0.0 ? value : none) : screenPlace(axis, value);
}

TexAxis::TexAxis(const ChartAxis& of, const AxisRange& ends)
    : axis(of), range(ends), low(screenPlace(of, ends.low)), high(screenPlace(of, ends.high)) {}

double TexAxis::clamped(double place) const {
  return fromPlace(axis, std::clamp(place, low, high));
}

bool TexAxis::shows(double value) const {
  const double place = screenPlace(axis, value);
  return place >= low && place <= high;
}

std::string point(double x, double y) {
  return "(axis cs:" + number(x) + "," + number(y) + ")";
}

std::string texText(const QString& text) {
  std::string out;
  for (const TextRun& run : mathRuns(text)) {
    const std::string plain = texEscaped(run.text.toStdString());
    if (run.raised)
      out += "\\textsuperscript{" + plain + "}";
    else
      out += run.italic ? "\\textit{" + plain + "}" : plain;
  }
  return out;
}

std::string axisOptions(const TexAxis& axis, const std::string& letter, bool title, bool labels,
                        const std::vector<PaperTick>& ticks) {
  std::string out;
  if (title)
    out += "  " + letter + "label={" + texText(QString::fromStdString(printable(axisTitle(axis.axis)))) + "},\n";
  out += "  " + letter + "min=" + number(fromPlace(axis.axis, axis.low)) + ", " + letter +
         "max=" + number(fromPlace(axis.axis, axis.high)) + ",\n";
  if (axis.axis.scale == Scale::logarithmic) out += "  " + letter + "mode=log, log basis " + letter + "=10,\n";
  std::string places, names;
  for (const PaperTick& tick : ticks) {
    places += (places.empty() ? "" : ",") + number(coordinate(axis.axis, tick.value));
    names += (names.empty() ? "" : ",") + ("{" + texText(tick.label) + "}");
  }
  out += places.empty() ? "  " + letter + "tick=\\empty,\n" : "  " + letter + "tick={" + places + "},\n";
  out += "  " + letter + "ticklabels={" + (labels ? names : "") + "},\n";
  if (axis.axis.scale == Scale::category) out += "  " + letter + "tick style={draw=none},\n";
  return out;
}

}  // namespace spindle::pgf
