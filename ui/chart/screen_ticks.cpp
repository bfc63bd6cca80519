// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_ticks.h"

#include "ui/chart/screen_places.h"
#include "ui/session/wording.h"

#include <QFontMetricsF>
#include <QLocale>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr int mostSteps = 7;
constexpr double acrossGap = 10.0;  // pixels between labels side by side
constexpr double downGap = 0.6;     // heights of a label between labels one above the other

QString sized(double value, const QString& size) {
  return value < 0.0 ? QChar(0x2212) + size : size;
}

/// "1,000", "−0.05": with the digits that tell multiples of the step apart.
QString plainText(double value, double step) {
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 12);
  return sized(value, QLocale(QLocale::English, QLocale::UnitedStates).toString(std::abs(value), 'f', digits));
}

/// "10⁻⁵", "−2×10⁷".
QString powerText(double value) {
  const int power = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
  const QString mantissa = QLocale::c().toString(std::abs(value) / std::pow(10.0, power), 'g', 4);
  static const QString raised = QString::fromUtf8("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text = mantissa == QLatin1String("1") ? QStringLiteral("10") : mantissa + QString::fromUtf8("×10");
  if (power < 0) text += QChar(0x207B);
  for (const QChar digit : QString::number(std::abs(power))) text += raised[digit.digitValue()];
  return sized(value, text);
}

/// One way of writing for all ticks of an axis: powers where plain numbers would be long.
std::vector<AxisTick> labeled(const ChartAxis& axis, const std::vector<double>& values, double step) {
  double least = step > 0.0 ? step : std::numeric_limits<double>::infinity(), largest = 0.0;
  for (const double value : values) {
    if (value != 0.0) least = std::min(least, std::abs(value));
    largest = std::max(largest, std::abs(value));
  }
  const bool counts = axis.scale == Scale::training || axis.scale == Scale::category;
  const bool powers = !counts && (least < 0.9e-4 || largest > 0.9e6);
  std::vector<AxisTick> ticks;
  for (const double value : values) {
    if (const std::string name = nameOnAxis(axis, value); !name.empty()) {
      ticks.push_back({value, QString::fromStdString(name)});
      continue;
    }
    ticks.push_back({value, value == 0.0 ? QStringLiteral("0")
                            : counts     ? stepText(value)
                            : powers     ? powerText(value)
                                         : plainText(value, step > 0.0 ? step : std::abs(value))});
  }
  return ticks;
}

/// Every stride-th power of ten in sight, with 0 where the scale has a place for it (then counted from the largest
/// power, as the small ones crowd around 0).
std::vector<double> decades(const ChartAxis& axis, const AxisRange& range, int stride) {
  std::vector<double> values;
  const auto inSight = [&range](double value) { return value >= range.low && value <= range.high; };
  if (axis.scale == Scale::logarithmic) {
    for (int e = static_cast<int>(std::ceil(std::log10(range.low) - 1e-9)); e <= std::log10(range.high) + 1e-9; ++e) {
      if (e % stride == 0) values.push_back(std::clamp(std::pow(10.0, e), range.low, range.high));
    }
    return values;
  }
  const double smallest = axis.scale == Scale::symlog ? axis.linearWithin : 1.0;
  const int first = static_cast<int>(std::ceil(std::log10(smallest) - 1e-9));
  if (inSight(0.0)) values.push_back(0.0);
  const double largest = std::max(std::abs(range.low), std::abs(range.high));
  for (int e = static_cast<int>(std::floor(std::log10(largest) + 1e-9)); e >= first; e -= stride) {
    for (const double value : {std::pow(10.0, e), -std::pow(10.0, e)}) {
      if (inSight(value)) values.push_back(value);
    }
  }
  std::sort(values.begin(), values.end());
  return values;
}

/// The multiples of a step in sight.
std::vector<double> multiples(const AxisRange& range, double step) {
  std::vector<double> values;
  for (double k = std::ceil(range.low / step - 1e-9); k * step <= range.high + 1e-9 * step; ++k)
    values.push_back(k == 0.0 ? 0.0 : std::clamp(k * step, range.low, range.high));
  return values;
}

/// The least of 1, 2, 5, 10, ... (and 0.5, 0.2, ...) that is not below this.
double roundUp(double step) {
  const double power = std::pow(10.0, std::floor(std::log10(step) + 1e-9));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= step * (1.0 - 1e-9)) return factor * power;
  }
  return 10.0 * power;
}

bool apart(const AxisTick& a, const AxisTick& b, const ChartAxis& axis, double pixelsPerPlace, const TickRoom& room) {
  const double distance = std::abs(screenPlace(axis, b.value) - screenPlace(axis, a.value)) * pixelsPerPlace;
  return distance >= 0.5 * (room.label(a.text) + room.label(b.text)) + room.gap;
}

}  // namespace

std::vector<AxisTick> screenTicks(const ChartAxis& axis, const AxisRange& range, const TickRoom& room) {
  const double places = screenPlace(axis, range.high) - screenPlace(axis, range.low);
  if (!(places > 0.0) || !(room.pixels > 0.0)) return {};
  const auto clear = [&](const AxisTick& a, const AxisTick& b) {
    return apart(a, b, axis, room.pixels / places, room);
  };
  const auto fit = [&](const std::vector<AxisTick>& ticks) {
    return std::adjacent_find(ticks.begin(), ticks.end(),
                              [&](const AxisTick& a, const AxisTick& b) { return !clear(a, b); }) == ticks.end();
  };
  std::vector<AxisTick> widest;
  const bool bent = axis.scale != Scale::linear && axis.scale != Scale::category;
  for (int stride = 1; bent && places >= 1.0; ++stride) {
    std::vector<AxisTick> ticks = labeled(axis, decades(axis, range, stride), 0.0);
    if (ticks.size() < 2) break;
    if (widest.empty()) widest = {ticks.front(), ticks.back()};
    const AxisTick zero{0.0, QStringLiteral("0")};
    if (axis.scale != Scale::logarithmic && range.low <= 0.0 && range.high >= 0.0)
      std::erase_if(ticks, [&](const AxisTick& tick) { return tick.value != 0.0 && !clear(tick, zero); });
    if (ticks.size() >= 2 && fit(ticks)) return ticks;
  }
  if (!widest.empty()) return widest;
  const double span = range.high - range.low;
  double step = axis.scale == Scale::category ? std::max(1.0, roundUp(span / room.pixels)) : roundUp(span / mostSteps);
  for (;; step = roundUp(1.5 * step)) {
    std::vector<AxisTick> ticks = labeled(axis, multiples(range, step), step);
    if (ticks.size() < 2) return widest.empty() ? ticks : widest;
    if (fit(ticks)) return ticks;
    widest = {ticks.front(), ticks.back()};
  }
}

void setAxis(QCPAxis& axis, const ChartAxis& values, const AxisRange& range) {
  axis.setRange(screenPlace(values, range.low), screenPlace(values, range.high));
  axis.setLabel(QString::fromStdString(axisTitle(values)));
  axis.grid()->setVisible(values.scale != Scale::category);
}

double setAxisTicks(QCPAxis& axis, const ChartAxis& values, const AxisRange& range, double pixels) {
  const QFontMetricsF metrics(axis.tickLabelFont());
  const bool across = axis.orientation() == Qt::Horizontal;
  const auto length = [&](const QString& text) { return across ? metrics.horizontalAdvance(text) : metrics.height(); };
  const std::vector<AxisTick> ticks =
      screenTicks(values, range, {pixels, across ? acrossGap : downGap * metrics.height(), length});
  auto ticker = QSharedPointer<QCPAxisTickerText>::create();
  for (const AxisTick& tick : ticks) ticker->addTick(screenPlace(values, tick.value), tick.text);
  axis.setTicker(ticker);
  if (ticks.empty() || !across) return 0.0;
  return 0.5 * length(ticks.back().text) - (1.0 - placeOn(values, range, ticks.back().value)) * pixels;
}

}  // namespace spindle
