// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/region_outline.h"
#include "ui/plots/plot_colors.h"
#include "ui/session/brush_stroke.h"
#include "ui/session/selection.h"
#include "ui/session/variable_choice.h"

#include <QImage>
#include <QWidget>

#include <optional>
#include <vector>

namespace spindle {

/// An image sample, enlarged without smoothing, with the variables (outlined, named) and what is lit. A click on a
/// variable asks for what contains it. While editing, the grid is shown, and cells are clicked, painted by dragging, or
/// taken with a rectangle (Shift); each gesture adds cells or, where it begins on a variable, takes them away. A brush
/// paints free regions instead: on, from where it begins; with the right button or Ctrl it rubs out. With the keyboard
/// arrows move from cell to cell or pixel to pixel, Return clicks. While a coalition is looked at, the picture is the
/// masked one; with Alt that of the variable under the mouse alone.
class SampleView : public QWidget {
  Q_OBJECT

 public:
  explicit SampleView(QWidget* parent = nullptr);

  void setPicture(const QImage& picture);
  void setVariables(const InputVariables& variables, const PickGrid& grid, const InputFormat& format);
  [[nodiscard]] const InputVariables& variables() const { return variables_; }
  void setLit(const Lit& lit);
  /// What the network sees of the picture with these variables alone; a null picture: the whole one again.
  void setMasked(const QImage& picture, Coalition present);
  void setEditing(bool editing);
  /// While editing; 0: cells are picked.
  void setBrush(int radius);
  /// Variables that listed interactions must have.
  void setContained(Coalition contained);

  [[nodiscard]] QPoint cellCenter(int row, int column) const;
  [[nodiscard]] QPoint pixelCenter(int row, int column) const;
  [[nodiscard]] std::optional<std::pair<int, int>> cellAt(const QPoint& place) const;
  [[nodiscard]] QSize sizeHint() const override { return {230, 230}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override { return width; }

 signals:
  void variableClicked(std::size_t variable);
  /// A gesture that edits: from strokeBegun() to strokeEnded() cells are painted one by one.
  void strokeBegun();
  void cellPainted(int row, int column, bool add);
  void strokeEnded();
  /// A stroke of the brush, by pixels in reading order, the first where it began; add: else it rubs out.
  void brushed(const std::vector<std::uint32_t>& pixels, bool add);
  void radiusWanted(int change);
  /// The variable under the mouse with Alt held; none: no variable, or no Alt.
  void lookedAt(const std::optional<spindle::Coalition>& coalition);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  [[nodiscard]] QRectF frame() const;
  [[nodiscard]] QRectF onScreen(const PixelRect& rect) const;
  [[nodiscard]] PixelRect pixelsOf(int row, int column) const;
  [[nodiscard]] QTransform toScreen() const;
  void paintVariables(QPainter& painter) const;
  void paintGrid(QPainter& painter) const;

  QImage picture_, masked_;
  Coalition present_ = 0;  ///< of the masked picture
  InputVariables variables_;
  std::vector<RegionOutline> outlines_;  ///< of the variables
  InputFormat format_;
  PickGrid grid_;
  Lit lit_;
  PlotColors colors_;
  using Cell = std::pair<int, int>;
  /// A gesture that is being made.
  struct Stroke {
    Cell from, to;
    bool add = true, rectangle = false;
  };

  [[nodiscard]] std::optional<QPoint> pixelAt(const QPoint& place) const;
  void endBrush();
  void look(const QMouseEvent& event);
  void paintBrush(QPainter& painter) const;
  [[nodiscard]] std::optional<std::size_t> variableAtPlace(const QPoint& place) const;
  [[nodiscard]] QString tip(const QPoint& place) const;
  void click(const Cell& cell);
  void paint(const Cell& cell);
  void endStroke();

  std::optional<Cell> hover_;
  std::optional<Stroke> stroke_;
  std::optional<BrushStroke> brushStroke_;
  std::optional<QPoint> tip_;  ///< pixel under the brush
  int radius_ = 0;
  Coalition contained_ = 0;
  bool editing_ = false;
};

}  // namespace spindle
