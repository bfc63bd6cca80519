// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_ticks.h"

#include "ui/chart/math_runs.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr QChar minus(0x2212);
constexpr int mostTries = 4;  // with finer steps, where a step leaves less than two ticks

QString power(int exponent) {
  static const QString raised = QString::fromUtf8("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text = QStringLiteral("10");
  if (exponent < 0) text += QChar(0x207B);
  for (const QChar digit : QString::number(std::abs(exponent))) text += raised.at(digit.digitValue());
  return text;
}

QString fixed(double value, int digits) {
  return QLocale::c().toString(std::abs(value), 'f', digits);
}

/// Digits after the point that a step needs: 0.25 has two.
int digitsOf(double step) {
  for (int digits = 0; digits < 15; ++digits) {
    const double scaled = step * std::pow(10.0, digits);
    if (scaled > 0.5 && std::abs(scaled - std::round(scaled)) < 1e-6 * scaled) return digits;
  }
  return 15;
}

/// Labels of multiples of a step: "0.25", or "2·10⁶" where that is shorter for the longest of them.
std::vector<PaperTick> labeled(const std::vector<double>& values, double step) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  if (largest <= 0.0) largest = step;
  const int exponent = static_cast<int>(std::floor(std::log10(largest) + 1e-12));
  const double unit = std::pow(10.0, exponent);
  const int plainDigits = digitsOf(step);
  const int digits = digitsOf(step / unit);
  const auto scientific = [&](double value) -> QString {
    return fixed(value / unit, digits) + QChar(0x00B7) + power(exponent);
  };
  // A row of zeros behind the point reads worse than it is long.
  const qsizetype room = scientific(largest).size() - (largest < 1e-3 ? 1 : 0);
  const bool plain = plainDigits < 15 && fixed(largest, plainDigits).size() <= room;
  std::vector<PaperTick> ticks;
  for (const double value : values) {
    const bool zero = std::abs(value) < 1e-6 * step;
    QString label = plain ? fixed(value, plainDigits) : zero ? QStringLiteral("0") : scientific(value);
    if (value < 0.0 && !zero) label.prepend(minus);
    ticks.push_back({zero ? 0.0 : value, label});
  }
  return ticks;
}

std::vector<double> multiples(double step, const AxisRange& range, int most) {
  std::vector<double> values;
  const double first = std::ceil(range.low / step - 1e-9);
  for (int i = 0; i <= most; ++i) {
    const double value = (first + i) * step;
    if (value > range.high + 1e-9 * step) break;
    values.push_back(value);
  }
  return values;
}

/// The least of 1, 2, 2.5, 5 and 10 times a power of ten that cuts a span into at most `wanted` parts.
double roundStep(double span, int wanted) {
  const double raw = span / wanted;
  const double decade = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (factor * decade >= raw * (1 - 1e-9)) return factor * decade;
  }
  return 10 * decade;
}

/// leastStep: no tick stands between its multiples; 0: anywhere.
std::vector<PaperTick> roundTicks(const AxisRange& range, int wanted, double leastStep = 0.0) {
  std::vector<PaperTick> best;
  for (int more = 0; more < mostTries && best.size() < 2; ++more) {
    double step = std::max(leastStep, roundStep(range.high - range.low, wanted + more));
    if (leastStep > 0.0 && step == 2.5 * leastStep) step = 5.0 * leastStep;
    best = labeled(multiples(step, range, wanted + mostTries), step);
  }
  return best;
}

/// Whole numbers: all, every second to fourth from the first on, or the multiples of 5, 10, 20, 50, ...
std::vector<PaperTick> wholeTicks(const AxisRange& range, int wanted) {
  const double first = std::ceil(range.low - 1e-9);
  const double count = std::floor(range.high + 1e-9) - first + 1.0;
  const double least = std::ceil(count / wanted);
  std::vector<double> values;
  if (least > 4.0) {
    for (int more = 0; more < mostTries && values.size() < 2; ++more) {
      const double step = std::max(5.0, roundStep(count, wanted + more));
      values = multiples(step == 25.0 ? 50.0 : step, range, wanted + mostTries);
    }
    return labeled(values, 1.0);
  }
  for (int i = 0; i < static_cast<int>(count); i += static_cast<int>(std::max(1.0, least))) values.push_back(first + i);
  return labeled(values, 1.0);
}

/// The powers of ten in sight times each factor, both signs where the scale has them, with every stride-th exponent
/// counted from `anchor`; those within the linear part of a scale left out.
std::vector<double> powersOfTen(const AxisRange& range, double linearWithin, std::initializer_list<double> factors,
                                int stride = 1, int anchor = 0) {
  std::vector<double> values;
  const double largest = std::max(std::abs(range.low), std::abs(range.high));
  const double smallest = range.low > 0.0 ? range.low : range.high < 0.0 ? -range.high : linearWithin;
  const auto add = [&](double value) {
    const double slack = 1e-9 * std::abs(value);
    if (value >= range.low - slack && value <= range.high + slack) values.push_back(value);
  };
  const int last = static_cast<int>(std::floor(std::log10(largest) + 1e-9));
  for (int e = static_cast<int>(std::floor(std::log10(smallest) + 1e-9)); e <= last; ++e) {
    if ((e - anchor) % stride != 0) continue;
    for (const double factor : factors) {
      const double value = factor * std::pow(10.0, e);
      if (value < linearWithin * (1 - 1e-9)) continue;
      add(value);
      add(-value);
    }
  }
  std::sort(values.begin(), values.end());
  return values;
}

PaperTick powerTick(double value, bool plainOnes) {
  const int exponent = static_cast<int>(std::lround(std::log10(std::abs(value))));
  QString label = plainOnes && (exponent == 0 || exponent == 1) ? fixed(value, 0) : power(exponent);
  if (value < 0.0) label.prepend(minus);
  return {value, label};
}

/// 1, 2 and 5 times powers of ten, each with the digits that it needs.
std::vector<PaperTick> oneTwoFive(const AxisRange& range, double linearWithin, int wanted) {
  std::vector<PaperTick> ticks;
  const std::vector<double> values = powersOfTen(range, linearWithin, {1.0, 2.0, 5.0});
  if (static_cast<int>(values.size()) > wanted + 1) return {};
  for (const double value : values) {
    const double decade = std::pow(10.0, std::floor(std::log10(std::abs(value)) + 1e-9));
    ticks.push_back(labeled({value}, decade).front());
  }
  return ticks;
}

std::vector<PaperTick> logarithmicTicks(const AxisRange& range, int wanted) {
  const std::vector<double> all = powersOfTen(range, 0.0, {1.0});
  if (all.size() < 2) {
    std::vector<PaperTick> ticks = oneTwoFive(range, 0.0, std::max(wanted, 6));
    return ticks.size() < 2 ? roundTicks(range, wanted) : ticks;
  }
  const int stride = static_cast<int>((all.size() + wanted - 1) / wanted);
  std::vector<PaperTick> ticks;
  for (const double value : powersOfTen(range, 0.0, {1.0}, stride)) ticks.push_back(powerTick(value, false));
  if (ticks.size() < 2) return {powerTick(all.front(), false), powerTick(all.back(), false)};
  return ticks;
}

/// Scales that are linear near 0 and decades beyond: 0, then powers of ten from `linearWithin` on.
std::vector<PaperTick> decadeTicks(const AxisRange& range, double linearWithin, int wanted, double leastStep) {
  const bool zero = range.low <= 0.0 && range.high >= 0.0;
  const double largest = std::max(std::abs(range.low), std::abs(range.high));
  const std::vector<double> all =
      largest >= linearWithin ? powersOfTen(range, linearWithin, {1.0}) : std::vector<double>{};
  const bool wide = zero ? largest >= 10.0 * linearWithin && !all.empty() : all.size() >= 2;
  std::vector<PaperTick> ticks;
  if (wide) {
    const int stride = std::max(1, static_cast<int>((all.size() + wanted - 1) / wanted));
    const int outermost = static_cast<int>(std::floor(std::log10(largest) + 1e-9));
    for (const double value : powersOfTen(range, linearWithin, {1.0}, stride, outermost))
      ticks.push_back(powerTick(value, true));
  } else if (largest >= linearWithin) {
    ticks = oneTwoFive(range, linearWithin, std::max(wanted, 6));
  }
  if (zero) {
    const auto place = std::find_if(ticks.begin(), ticks.end(), [](const PaperTick& tick) { return tick.value > 0.0; });
    ticks.insert(place, {0.0, QStringLiteral("0")});
  }
  if (ticks.size() < 2 && leastStep > 0.0) ticks = roundTicks(range, wanted, leastStep);
  return ticks.size() < 2 ? roundTicks(range, wanted) : ticks;
}

}  // namespace

std::vector<PaperTick> paperTicks(const ChartAxis& axis, const AxisRange& range, int wanted) {
  constexpr double leastSpan = 1e-290;  // below it steps have no digits left
  const double span = range.high - range.low;
  if (!std::isfinite(span) || !(span >= leastSpan)) return {};
  wanted = std::max(2, wanted);
  switch (axis.scale) {
    case Scale::linear:
      return roundTicks(range, wanted);
    case Scale::logarithmic:
      if (!(range.low > 0.0)) return {};
      return logarithmicTicks(range, wanted);
    case Scale::symlog:
      return decadeTicks(range, axis.linearWithin > 0.0 ? axis.linearWithin : 1.0, wanted, 0.0);
    case Scale::training:
      return decadeTicks({std::max(0.0, range.low), range.high}, 1.0, wanted, 1.0);
    case Scale::category: {
      std::vector<PaperTick> ticks = wholeTicks(range, wanted);
      for (PaperTick& tick : ticks) {
        if (axis.names.empty()) continue;
        const std::string name = nameOnAxis(axis, tick.value);
        tick.label = name.empty() ? QString() : asItStands + QString::fromStdString(name);
      }
      return ticks;
    }
  }
  return {};
}

std::vector<PaperTick> fittingTicks(const ChartAxis& axis, const AxisRange& range, double length, int most,
                                    const std::function<double(const QString&)>& room) {
  std::vector<PaperTick> best;
  int bestScore = std::numeric_limits<int>::min();
  for (int wanted = std::max(2, most), dropped = 1; wanted >= 2 && dropped > 0; --wanted) {
    std::vector<PaperTick> kept;
    double end = 0.0;
    dropped = 0;
    for (const PaperTick& tick : paperTicks(axis, range, wanted)) {
      const double at = length * placeOn(axis, range, tick.value), half = room(tick.label) / 2;
      if (!kept.empty() && at - half < end) {
        ++dropped;
        continue;
      }
      kept.push_back(tick);
      end = at + half;
    }
    const int score = static_cast<int>(kept.size()) - 2 * dropped;
    if (score > bestScore) {
      best = kept;
      bestScore = score;
    }
  }
  return best;
}

}  // namespace spindle
