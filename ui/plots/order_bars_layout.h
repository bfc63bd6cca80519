// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"
#include "core/dynamics/strength_band.h"

#include <QRectF>
#include <QString>

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace spindle {

/// What the bars of strength by order are made of. Lists by order have order k at index k - 1.
struct OrderBarsData {
  OrderStrength strength;  ///< as shown: of some kinds, perhaps as shares
  bool real = true;        ///< measured at a checkpoint; else interpolated, without errors and bands

  OrderStrength measured;  ///< the strengths themselves, of the shown kinds
  double whole = 0.0;      ///< strength of all orders and kinds together
  bool shares = false;     ///< the bars are shares of it

  /// Standard errors; empty where they are not known.
  std::vector<double> positiveErrors = {}, negativeErrors = {};
  /// Over draws of the variables, in the shown unit; empty where they were not measured.
  std::vector<Spread> positiveBand = {}, negativeBand = {};

  /// At the two ends of the tie-break, in the shown unit; where they were computed.
  std::optional<std::pair<OrderStrength, OrderStrength>> ties = {};

  std::optional<OrderStrength> pinned = {};  ///< to compare with, in the shown unit
  QString pinnedName = {};
  int lit = 0;  ///< the highlighted order; 0: none

  /// Where the middle 80 % of the samples lie, in the shown unit; empty where it is not shown.
  std::vector<std::pair<double, double>> positiveSpread = {}, negativeSpread = {};

  /// Of a second run, in the shown unit; beside the bars, or their difference in place of them.
  std::optional<OrderStrength> beside = {};
  QString name = {}, besideName = {};  ///< of the runs
  bool differences = false;
};

/// Where everything lies, in units of the axes: orders to the right, strength upward.
struct OrderBarsLayout {
  static constexpr double barWidth = 0.7;

  struct ErrorBar {
    double order, value, size;
  };
  struct Bracket {
    double place, low, high;
  };

  int orders = 0;
  double left = 0.5, right = 1.5;                      ///< of the axis of orders
  std::array<std::vector<double>, 4> bars = {};        ///< AND, OR above zero, AND, OR below; OR beyond AND
  std::array<std::vector<double>, 4> besideBars = {};  ///< of the second run
  double width = barWidth, shift = 0.0;  ///< of the bars, and how far left of their order they stand; the others right
  std::array<std::vector<double>, 2> outlines = {};  ///< of the pinned strength, above and below
  std::array<std::vector<ErrorBar>, 2> errors = {};
  std::vector<QRectF> bands = {};      ///< y is the lower edge
  std::vector<QRectF> spreads = {};    ///< over samples; likewise
  std::vector<Bracket> brackets = {};  ///< between the ends of the tie-break, at the right of their bars
  std::optional<std::pair<double, double>> lit = {};
  int strongest = 0;  ///< the order of the largest strength of both signs; the first of equal ones, 0 of none

  /// Both kinds together, from zero; empty for an order that is not shown. Height below zero for the negative ones.
  [[nodiscard]] QRectF bar(int order, bool positive) const;
  /// The order whose place is nearest; 0 where none is.
  [[nodiscard]] int orderAt(double x) const;
};

OrderBarsLayout orderBarsLayout(const OrderBarsData& data);

/// Strengths by order of both kinds and signs of the second less those of the first: above zero where the second has
/// more.
OrderStrength strengthDifference(const OrderStrength& first, const OrderStrength& second);

/// The axis of strength with a margin; from -1 to 1 where the limits are none.
std::pair<double, double> strengthAxis(double low, double high);

/// What the hover text of a bar says; empty for an order that is not shown.
QString orderBarText(const OrderBarsData& data, int order, bool positive);

}  // namespace spindle
