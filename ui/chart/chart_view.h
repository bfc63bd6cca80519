// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"

#include <QPointF>
#include <QString>
#include <QWidget>

#include <memory>
#include <optional>

namespace spindle {

/// Shows a Chart on the screen, with numbers under the pointer, targets to click on, and a menu to copy from.
class ChartView : public QWidget {
  Q_OBJECT

 public:
  explicit ChartView(QWidget* parent = nullptr);
  ~ChartView() override;

  using QWidget::show;
  /// Cheap enough for every frame: a chart of the same structure (same marks, names and inks) only brings new values.
  /// Throws std::invalid_argument as requireSound() does.
  void show(const Chart& chart);

  /// The axes stay, without marks; why there are none stands between them.
  void clear(const QString& why);

  /// A vertical line where the playhead stands, as a value of the x axis.
  void setMark(std::optional<double> x);

  [[nodiscard]] const Chart& chart() const { return chart_; }

  /// Exact numbers at a place of this widget, "order 3: measured 0.123, theory 0.200"; empty where there are none.
  [[nodiscard]] QString hoverText(const QPointF& position) const;

  /// Where values of the axes stand in this widget, once it was laid out.
  [[nodiscard]] QPointF placeOnScreen(double x, double y) const;

  [[nodiscard]] QSize sizeHint() const override { return {300, 200}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {200, 110}; }

 signals:
  void clicked(const spindle::ChartTarget& target);

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  struct Parts;
  void take(Chart chart);
  void restyle();
  void refresh();
  void placeMark();
  void fitHeadAndTicks();
  void placeWords();
  void copyImage();
  void copyData() const;

  std::unique_ptr<Parts> parts_;
  Chart chart_;
  std::optional<double> mark_;
  std::optional<QPointF> pressed_;
  bool clickable_ = false;
};

}  // namespace spindle
