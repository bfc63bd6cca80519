// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/pgfplots_axis.h"

#include "core/base/text.h"
#include "core/chart/tex_text.h"
#include "ui/chart/screen_places.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <vector>

namespace spindle::pgf {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

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

std::string axisOptions(const TexAxis& axis, const std::string& letter) {
  std::string out = "  " + letter + "label={" + texEscaped(axisTitle(axis.axis)) + "},\n";
  out += "  " + letter + "min=" + number(fromPlace(axis.axis, axis.low)) + ", " + letter +
         "max=" + number(fromPlace(axis.axis, axis.high)) + ",\n";
  if (axis.axis.scale == Scale::logarithmic) return out + "  " + letter + "mode=log, log basis " + letter + "=10,\n";
  if (axis.axis.scale == Scale::linear) return out;
  std::string places, labels;
  for (const double value : tickValues(axis)) {
    places += (places.empty() ? "" : ",") + number(screenPlace(axis.axis, value));
    const std::string name = nameOnAxis(axis.axis, value);
    labels += (labels.empty() ? "" : ",") + (name.empty() ? tickLabel(value) : "{" + texEscaped(name) + "}");
  }
  out += "  " + letter + "tick={" + places + "},\n  " + letter + "ticklabels={" + labels + "},\n";
  if (axis.axis.scale == Scale::category) out += "  " + letter + "tick style={draw=none},\n";
  return out;
}

}  // namespace spindle::pgf
