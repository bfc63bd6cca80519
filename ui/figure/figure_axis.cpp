// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_axis.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

double roundStep(double span, int wanted) {
  const double raw = span / std::max(1, wanted);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (factor * power >= raw * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

QString tickText(double value, double step) {
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  const bool half = std::abs(step * std::pow(10.0, digits) - std::round(step * std::pow(10.0, digits))) > 1e-6;
  QString text = QLocale::c().toString(std::abs(value), 'f', digits + (half ? 1 : 0));
  if (value < -step * 1e-6) text.prepend(QChar(0x2212));
  return text;
}

}  // namespace

FigureAxis FigureAxis::linear(double low, double high, double from, double to, int wanted, bool round) {
  FigureAxis axis;
  axis.from_ = from;
  axis.to_ = to;
  if (!(high > low)) {
    const double pad = std::max(std::abs(high), 1.0) * 0.5;
    low -= low < 0 ? pad : 0;
    high = std::max(high, low) + pad;
  }
  const double step = roundStep(high - low, wanted);
  if (round) {
    low = std::floor(low / step + 1e-9) * step;
    high = std::ceil(high / step - 1e-9) * step;
  }
  axis.low_ = low;
  axis.high_ = high;
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + step * 1e-9; ++k)
    axis.ticks_.push_back({k * step, tickText(k * step, step)});
  return axis;
}

FigureAxis FigureAxis::steps(double low, double high, double from, double to) {
  FigureAxis axis;
  axis.log_ = true;
  axis.from_ = from;
  axis.to_ = to;
  axis.low_ = std::max(0.0, low);
  axis.high_ = std::max(high, axis.low_ + 1);
  if (axis.low_ <= 0) axis.ticks_.push_back({0.0, QStringLiteral("0")});
  for (double value = 1; value <= axis.high_; value *= 10) {
    if (value < axis.low_) continue;
    QString text = QStringLiteral("10");
    const int power = static_cast<int>(std::lround(std::log10(value)));
    if (power == 0) text = QStringLiteral("1");
    if (power > 1) {
      static const QString raised = QString::fromUtf8("⁰¹²³⁴⁵⁶⁷⁸⁹");
      for (const QChar digit : QString::number(power)) text += raised[digit.digitValue()];
    }
    axis.ticks_.push_back({value, text});
  }
  return axis;
}

double FigureAxis::at(double value) const {
  const auto place = [this](double v) { return log_ ? std::log(v + 1) : v; };
  return from_ + (place(value) - place(low_)) / (place(high_) - place(low_)) * (to_ - from_);
}

}  // namespace spindle
