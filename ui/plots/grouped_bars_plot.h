// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_colors.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace spindle {

/// Bars side by side at each order, and lines over them. Values at order k stand at index k - 1.
class GroupedBarsPlot : public QWidget {
  Q_OBJECT

 public:
  enum class Ink { positive, negative, train, test, text };
  struct Series {
    QString name;
    std::vector<double> values;
    Ink ink = Ink::positive;
    bool line = false;    ///< a line over the bars
    bool dashed = false;  ///< of a line; bars are hatched
  };

  explicit GroupedBarsPlot(const QString& name, const QString& valueLabel, QWidget* parent = nullptr);
  ~GroupedBarsPlot() override;

  void show(const std::vector<Series>& series, const QString& heading);
  void clear(const QString& why);
  void setHighest(double value);  ///< the axis keeps at least this; 0: as the bars need

  [[nodiscard]] const std::vector<Series>& series() const { return series_; }
  [[nodiscard]] QString hoverText(int order) const;
  [[nodiscard]] QSize sizeHint() const override { return {300, 200}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {200, 110}; }

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Parts;
  void redraw();
  [[nodiscard]] QColor color(Ink ink) const;

  std::unique_ptr<Parts> parts_;
  std::vector<Series> series_;
  QString heading_;
  double highest_ = 0.0;
};

}  // namespace spindle
