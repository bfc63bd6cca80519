// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_bars_layout.h"

#include "ui/session/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr double bandHalfWidth = 0.47, bracketPlace = 0.4;
constexpr double spreadWidth = 0.3;                      // of the width of a bar
constexpr double besideWidth = 0.38, besideShift = 0.2;  // two bars at an order
constexpr double leastBracket = 1e-3;                    // of the largest bar: shorter ones would be a dot

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

void addSpreads(OrderBarsLayout& layout, const std::vector<std::pair<double, double>>& spreads) {
  const double width = spreadWidth * layout.width;
  for (std::size_t k = 0; k < spreads.size(); ++k) {
    const auto [low, high] = spreads[k];
    if (high > low)
      layout.spreads.emplace_back(static_cast<double>(k + 1) - layout.shift - 0.5 * width, low, width, high - low);
  }
}

std::array<std::vector<double>, 4> barsOf(const OrderStrength& strength) {
  return {strength.andPositive, strength.orPositive, strength.andNegative, strength.orNegative};
}

/// The second run beside the first, or the difference in its place.
void addBeside(OrderBarsLayout& layout, const OrderBarsData& data) {
  layout.orders = std::max(layout.orders, data.beside->variables());
  if (data.differences) {
    layout.bars = barsOf(strengthDifference(data.strength, *data.beside));
    return;
  }
  layout.besideBars = barsOf(*data.beside);
  layout.width = besideWidth;
  layout.shift = besideShift;
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
  const bool differences = data.beside && data.differences;
  layout.bars = barsOf(strength);
  if (data.beside) addBeside(layout, data);
  const int outlined = data.pinned ? data.pinned->variables() : 0;
  layout.right = std::max({layout.orders, outlined, 1}) + 0.5;
  for (int k = 1; k <= strength.variables(); ++k) {
    if (k == 1 || strength.total(k) > strength.total(layout.strongest)) layout.strongest = k;
  }
  if (data.lit >= 1 && data.lit <= layout.orders) layout.lit = {data.lit - 0.5, data.lit + 0.5};
  if (differences) return layout;
  if (data.pinned) layout.outlines = {totals(*data.pinned, true), totals(*data.pinned, false)};
  if (!data.real) return layout;
  layout.errors = {errorBars(data, true), errorBars(data, false)};
  for (auto& side : layout.errors) {
    for (OrderBarsLayout::ErrorBar& error : side) error.order -= layout.shift;
  }
  addSpreads(layout, data.positiveSpread);
  addSpreads(layout, data.negativeSpread);
  if (data.beside) return layout;  // no room for more
  addBands(layout.bands, data.positiveBand, layout.orders);
  addBands(layout.bands, data.negativeBand, layout.orders);
  if (data.ties) addBrackets(layout.brackets, data);
  return layout;
}

OrderStrength strengthDifference(const OrderStrength& first, const OrderStrength& second) {
  const auto orders = static_cast<std::size_t>(std::max(first.variables(), second.variables()));
  OrderStrength difference;
  for (auto* values :
       {&difference.andPositive, &difference.andNegative, &difference.orPositive, &difference.orNegative})
    values->assign(orders, 0.0);
  for (int k = 1; k <= static_cast<int>(orders); ++k) {
    const double more =
        (k <= second.variables() ? second.total(k) : 0.0) - (k <= first.variables() ? first.total(k) : 0.0);
    (more >= 0.0 ? difference.andPositive : difference.andNegative)[static_cast<std::size_t>(k - 1)] = more;
  }
  return difference;
}

QRectF OrderBarsLayout::bar(int order, bool positive) const {
  const auto i = static_cast<std::size_t>(order - 1);
  if (order < 1 || order > orders || i >= bars[0].size()) return {};
  const double value = positive ? bars[0][i] + bars[1][i] : bars[2][i] + bars[3][i];
  return {order - shift - 0.5 * width, 0.0, width, value};
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

namespace {

/// What the hover text says of the second run.
QString besideText(const OrderBarsData& data, int order, bool positive) {
  const QString unit = data.shares ? tr("share") : tr("strength");
  const auto shown = [order](const OrderStrength& strength, auto&& value) {
    return valueText(order <= strength.variables() ? value(strength) : 0.0);
  };
  const auto total = [order](const OrderStrength& strength) { return strength.total(order); };
  const auto side = [&](const OrderStrength& strength) { return valueOf(strength, order, positive); };
  if (!data.differences) return tr(" %1: %2 %3.").arg(data.besideName, unit, shown(*data.beside, side));
  const OrderStrength difference = strengthDifference(data.strength, *data.beside);
  if (order > difference.variables()) return {};
  return tr("Order %1, both signs: %2 of %3 %4, of %5 %6; difference %7.")
      .arg(QString::number(order), unit, data.besideName, shown(*data.beside, total), data.name,
           shown(data.strength, total), valueText(difference.positive(order) + difference.negative(order)));
}

}  // namespace

QString orderBarText(const OrderBarsData& data, int order, bool positive) {
  const OrderStrength& measured = data.measured;
  if (data.beside && data.differences && order >= 1) return besideText(data, order, positive);
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
  const auto& spread = positive ? data.positiveSpread : data.negativeSpread;
  if (data.real && i < spread.size()) {
    text += tr(" Middle 80 % of the samples: %1 %2 to %3.")
                .arg(unit, valueText(spread[i].first), valueText(spread[i].second));
  }
  if (data.beside) text += besideText(data, order, positive);
  if (data.pinned && order <= data.pinned->variables()) {
    text += tr(" Pinned (%1): %2 %3.").arg(data.pinnedName, unit, valueText(valueOf(*data.pinned, order, positive)));
  }
  return text;
}

}  // namespace spindle
