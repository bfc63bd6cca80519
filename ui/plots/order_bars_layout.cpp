// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_bars_layout.h"

#include "ui/session/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr double bandHalfWidth = 0.47, bracketPlace = 0.4;
constexpr double leastBracket = 1e-3;  // of the largest bar: shorter ones would be a dot

QString tr(const char* text) {
  return QCoreApplication::translate("spindle::OrderBarsPlot", text);
}

double valueOf(const OrderStrength& strength, int order, bool positive) {
  return positive ? strength.positive(order) : strength.negative(order);
}

std::vector<double> totals(const OrderStrength& strength, bool positive) {
  std::vector<double> values;
  for (int k = 1; k <= strength.variables(); ++k) values.push_back(valueOf(strength, k, positive));
  return values;
}

std::vector<OrderBarsLayout::ErrorBar> errorBars(const OrderBarsData& data, bool positive) {
  const std::vector<double>& errors = positive ? data.positiveErrors : data.negativeErrors;
  std::vector<OrderBarsLayout::ErrorBar> bars;
  for (int k = 1; k <= data.strength.variables() && k <= static_cast<int>(errors.size()); ++k) {
    const double error = errors[static_cast<std::size_t>(k - 1)];
    const double value = valueOf(data.strength, k, positive);
    if (std::isfinite(error) && value != 0.0) bars.push_back({static_cast<double>(k), value, error});
  }
  return bars;
}

void addBands(std::vector<QRectF>& bands, const std::vector<Spread>& spreads, int orders) {
  for (int k = 1; k <= orders && k <= static_cast<int>(spreads.size()); ++k) {
    const Spread& spread = spreads[static_cast<std::size_t>(k - 1)];
    if (spread.deviation > 0.0)
      bands.emplace_back(k - bandHalfWidth, spread.mean - spread.deviation, 2.0 * bandHalfWidth,
                         2.0 * spread.deviation);
  }
}

double largestTotal(const OrderStrength& strength) {
  double largest = 0.0;
  for (int k = 1; k <= strength.variables(); ++k)
    largest = std::max({largest, strength.positive(k), -strength.negative(k)});
  return largest;
}

void addBrackets(std::vector<OrderBarsLayout::Bracket>& brackets, const OrderBarsData& data) {
  const double least = leastBracket * largestTotal(data.strength);
  const auto& [low, high] = *data.ties;
  for (int k = 1; k <= std::min(low.variables(), high.variables()); ++k) {
    for (const bool positive : {true, false}) {
      const auto [from, to] = std::minmax({valueOf(low, k, positive), valueOf(high, k, positive)});
      if (to - from > least) brackets.push_back({k + bracketPlace, from, to});
    }
  }
}

}  // namespace

OrderBarsLayout orderBarsLayout(const OrderBarsData& data) {
  const OrderStrength& strength = data.strength;
  OrderBarsLayout layout;
  layout.orders = strength.variables();
  const int outlined = data.pinned ? data.pinned->variables() : 0;
  layout.right = std::max({layout.orders, outlined, 1}) + 0.5;
  layout.bars = {strength.andPositive, strength.orPositive, strength.andNegative, strength.orNegative};
  for (int k = 1; k <= layout.orders; ++k) {
    if (k == 1 || strength.total(k) > strength.total(layout.strongest)) layout.strongest = k;
  }
  if (data.lit >= 1 && data.lit <= layout.orders) layout.lit = {data.lit - 0.5, data.lit + 0.5};
  if (data.pinned) layout.outlines = {totals(*data.pinned, true), totals(*data.pinned, false)};
  if (!data.real) return layout;
  layout.errors = {errorBars(data, true), errorBars(data, false)};
  addBands(layout.bands, data.positiveBand, layout.orders);
  addBands(layout.bands, data.negativeBand, layout.orders);
  if (data.ties) addBrackets(layout.brackets, data);
  return layout;
}

QRectF OrderBarsLayout::bar(int order, bool positive) const {
  if (order < 1 || order > orders) return {};
  const auto i = static_cast<std::size_t>(order - 1);
  const double value = positive ? bars[0][i] + bars[1][i] : bars[2][i] + bars[3][i];
  return {order - 0.5 * barWidth, 0.0, barWidth, value};
}

int OrderBarsLayout::orderAt(double x) const {
  const int order = static_cast<int>(std::lround(x));
  return order >= 1 && order <= orders ? order : 0;
}

std::pair<double, double> strengthAxis(double low, double high) {
  if (!(high - low > 0.0)) {
    low = -1.0;
    high = 1.0;
  }
  const double margin = 0.06 * (high - low);
  return {low - margin, high + margin};
}

QString orderBarText(const OrderBarsData& data, int order, bool positive) {
  const OrderStrength& measured = data.measured;
  if (order < 1 || order > measured.variables()) return {};
  const auto i = static_cast<std::size_t>(order - 1);
  const double value = valueOf(measured, order, positive);
  const double share = data.whole > 0.0 ? 100.0 * std::abs(value) / data.whole : 0.0;
  QString text = tr("Order %1, %2: share %3 % of the total strength, strength %4 (AND %5, OR %6).")
                     .arg(QString::number(order), positive ? tr("positive") : tr("negative"),
                          QString::number(share, 'f', share < 10.0 ? 1 : 0), valueText(value),
                          valueText(positive ? measured.andPositive[i] : measured.andNegative[i]),
                          valueText(positive ? measured.orPositive[i] : measured.orNegative[i]));
  // What follows is drawn, and in the unit of the axis.
  const QString unit = data.shares ? tr("share") : tr("strength");
  const auto& errors = positive ? data.positiveErrors : data.negativeErrors;
  if (!data.real) {
    text += tr(" Interpolated between two checkpoints.");
  } else if (i < errors.size() && std::isfinite(errors[i])) {
    text += tr(" Mean of %1 samples; s.e. of the %2: %3.").arg(data.strength.samples).arg(unit, valueText(errors[i]));
  }
  const auto& band = positive ? data.positiveBand : data.negativeBand;
  if (data.real && i < band.size()) {
    text += tr(" Over variable selections: %1 %2 \u00b1 %3.")
                .arg(unit, valueText(band[i].mean), valueText(band[i].deviation));
  }
  if (data.real && data.ties && order <= data.ties->first.variables() && order <= data.ties->second.variables()) {
    const auto [low, high] =
        std::minmax({valueOf(data.ties->first, order, positive), valueOf(data.ties->second, order, positive)});
    text += tr(" Equally sparse decompositions: %1 %2 to %3.").arg(unit, valueText(low), valueText(high));
  }
  if (data.pinned && order <= data.pinned->variables()) {
    text += tr(" Pinned (%1): %2 %3.").arg(data.pinnedName, unit, valueText(valueOf(*data.pinned, order, positive)));
  }
  return text;
}

}  // namespace spindle
