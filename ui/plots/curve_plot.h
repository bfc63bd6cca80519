// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_colors.h"

#include <QVector>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace spindle {

/// Lines over a number, with logarithmic axes where wanted, a vertical line at the place that is looked at, and a
/// horizontal one at a threshold.
class CurvePlot : public QWidget {
  Q_OBJECT

 public:
  struct Curve {
    QString name;
    QVector<double> x, y;
    int color = 0;  ///< number of a color of runs; -1: the text's
    bool dashed = false;
    bool points = false;
  };
  struct Axes {
    QString x, y;
    bool logX = false, logY = false;
    std::vector<std::pair<double, QString>> xTicks;  ///< empty: numbers
  };

  CurvePlot(const QString& name, Axes axes, QWidget* parent = nullptr);
  ~CurvePlot() override;

  void setAxes(const Axes& axes);
  void show(const std::vector<Curve>& curves, const QString& heading);
  void clear(const QString& why);
  void setMark(std::optional<double> x);
  void setLevel(std::optional<double> y, const QString& text);  ///< from the next show() on
  void setRangeX(double low, double high);
  void setRangeY(double low, double high);  ///< curves may leave it
  void setLowestY(double value);            ///< of a logarithmic axis; 0: as the curves need

  [[nodiscard]] const std::vector<Curve>& curves() const { return curves_; }
  [[nodiscard]] QSize sizeHint() const override { return {300, 200}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {200, 110}; }

 signals:
  void clicked(double x);

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Parts;
  void redraw();

  std::unique_ptr<Parts> parts_;
  Axes axes_;
  std::vector<Curve> curves_;
  QString heading_, levelText_;
  std::optional<double> mark_, level_;
  std::optional<std::pair<double, double>> rangeX_, rangeY_;
  double lowestY_ = 0.0;
};

}  // namespace spindle
