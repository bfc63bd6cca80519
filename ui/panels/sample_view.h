// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_colors.h"
#include "ui/session/selection.h"
#include "ui/session/variable_choice.h"

#include <QImage>
#include <QWidget>

#include <optional>

namespace spindle {

/// An image sample, enlarged without smoothing, with the grid, the variables (outlined, numbered) and what is lit. A
/// click on a cell asks to add or remove a variable there; with the keyboard arrows move from cell to cell, Return
/// picks.
class SampleView : public QWidget {
  Q_OBJECT

 public:
  explicit SampleView(QWidget* parent = nullptr);

  void setPicture(const QImage& picture);
  void setVariables(const InputVariables& variables, const PickGrid& grid, const InputFormat& format);
  void setLit(const Lit& lit);
  void setPickable(bool pickable);

  [[nodiscard]] QPoint cellCenter(int row, int column) const;
  [[nodiscard]] std::optional<std::pair<int, int>> cellAt(const QPoint& place) const;
  [[nodiscard]] QSize sizeHint() const override { return {230, 230}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override { return width; }

 signals:
  void cellClicked(int row, int column);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  [[nodiscard]] QRectF frame() const;
  [[nodiscard]] QRectF onScreen(const PixelRect& rect) const;
  [[nodiscard]] PixelRect pixelsOf(int row, int column) const;
  void paintVariables(QPainter& painter) const;
  void paintGrid(QPainter& painter) const;

  QImage picture_;
  InputVariables variables_;
  InputFormat format_;
  PickGrid grid_;
  Lit lit_;
  PlotColors colors_;
  std::optional<std::pair<int, int>> hover_;
  bool pickable_ = true;
};

}  // namespace spindle
