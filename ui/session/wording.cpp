// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/wording.h"

#include <QCoreApplication>
#include <QLocale>
#include <QVariant>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

QLocale numbers() {
  return {QLocale::English, QLocale::UnitedStates};
}

QString tr(const char* text) {
  return QCoreApplication::translate("Wording", text);
}

constexpr const char* decimalsProperty = "decimals";
constexpr int usualDecimals = 3;
const QChar dash(0x2013);
const QChar minus(0x2212);

}  // namespace

int decimals() {
  const QVariant set =
      QCoreApplication::instance() != nullptr ? QCoreApplication::instance()->property(decimalsProperty) : QVariant();
  return set.isValid() ? set.toInt() : usualDecimals;
}

void setDecimals(int count) {
  QCoreApplication::instance()->setProperty(decimalsProperty, count);
}

QString valueText(double value) {
  const int most = decimals();
  if (!std::isfinite(value)) return dash;
  const double size = std::abs(value);
  if (size != 0.0 && (size < 1e-4 || size >= 1e7)) {
    return numbers().toString(value, 'e', most - 1).toLower().replace(QLatin1Char('-'), minus);
  }
  const int whole = size < 1.0 ? 0 : static_cast<int>(std::floor(std::log10(size))) + 1;
  const int digits = size < 0.1 && size > 0.0 ? most + 1 : std::max(0, most - whole);
  const QString text = numbers().toString(size, 'f', digits);
  return value < 0.0 && std::any_of(text.begin(), text.end(), [](QChar c) { return c >= u'1' && c <= u'9'; })
             ? minus + text
             : text;
}

QString stepText(double step) {
  if (!std::isfinite(step)) return dash;
  if (step == std::floor(step)) return numbers().toString(step, 'f', 0);
  QString text = numbers().toString(step, 'f', 2);
  while (text.endsWith(QLatin1Char('0'))) text.chop(1);
  return text;
}

QString durationText(double seconds) {
  const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) return tr("%1 s").arg(whole);
  if (whole < 3600) return tr("%1 min").arg((whole + 30) / 60);
  return tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString placeText(double step, double epoch, bool stepsAreEpochs) {
  if (stepsAreEpochs || (!std::isfinite(step) && std::isfinite(epoch))) {
    return tr("epoch %1").arg(stepText(std::isfinite(step) ? step : epoch));
  }
  if (!std::isfinite(step)) return tr("step unknown");
  if (!std::isfinite(epoch)) return tr("step %1").arg(stepText(step));
  return tr("step %1 (epoch %2)").arg(stepText(step), stepText(epoch));
}

}  // namespace spindle
