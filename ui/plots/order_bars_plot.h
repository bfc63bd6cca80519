// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/order_bars_layout.h"

#include <QRectF>
#include <QWidget>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace spindle {

/// Bars of strength by order: positive up, negative down, AND next to zero, OR hatched beyond it. It draws what it is
/// given (see OrderBarsLayout); the axis stays as set. Showing other strengths costs one replot (about 1 ms for ten
/// orders).
class OrderBarsPlot : public QWidget {
  Q_OBJECT

 public:
  explicit OrderBarsPlot(QWidget* parent = nullptr);
  ~OrderBarsPlot() override;

  void setLimits(double low, double high);  ///< of the strengths; the axis gets a margin
  void setValueLabel(const QString& text);

  /// real: measured at a checkpoint; otherwise drawn between two, and marked so.
  void show(const OrderStrength& strength, bool real);
  /// What the hover text tells beside the shown numbers: the strengths themselves (of the shown kinds), the strength of
  /// all orders and kinds together, and whether the bars are shares of it.
  void setMeasured(const OrderStrength& strength, double whole, bool shares);
  void setHeading(const QString& text);
  void setPinned(const std::optional<OrderStrength>& strength, const QString& name);  ///< gray outlines to compare with
  void setLit(int order);                                                             ///< 0: none
  /// Standard errors, drawn on the bars and told by the hover text; order k at index k - 1, empty where they are not
  /// known. Over draws of the variables, by order and in the shown unit; empty: not measured.
  /// The strengths at both ends of the tie-break, in the shown unit; empty where they are not known.
  void setTies(std::optional<std::pair<OrderStrength, OrderStrength>> ends);
  void setBand(std::vector<Spread> positive, std::vector<Spread> negative);
  void setErrors(std::vector<double> positive, std::vector<double> negative);
  /// Where the middle of the samples lies, by order and in the shown unit; empty: not shown.
  void setSpread(std::vector<std::pair<double, double>> positive, std::vector<std::pair<double, double>> negative);
  /// A second run beside the shown one, in the shown unit, or the difference of both in place of it; none: one run.
  /// Names stand in the legend.
  void setBeside(std::optional<OrderStrength> strength, const QString& name, const QString& besideName,
                 bool differences);
  void clear();

  /// Where a bar lies, in this widget's coordinates (both kinds together); for tests.
  [[nodiscard]] QRectF bar(int order, bool positive) const;
  [[nodiscard]] QString hoverText(int order, bool positive) const;
  [[nodiscard]] QString heading() const { return heading_; }  ///< whole, where it is cut

  [[nodiscard]] QSize sizeHint() const override { return {640, 380}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {280, 150}; }

 signals:
  void orderClicked(int order);
  void barHovered(int order, bool positive);  ///< order 0: none

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Parts;
  void restyle();
  void redraw();
  void colorBars();
  void cutHeading();
  void drawErrors();
  void drawBrackets();
  [[nodiscard]] int orderAt(const QPointF& place) const;

  std::unique_ptr<Parts> parts_;
  std::pair<int, bool> hovered_{0, true};
  OrderBarsData data_;
  OrderBarsLayout layout_;
  QString heading_;  ///< whole; what is shown may be cut
};

}  // namespace spindle
