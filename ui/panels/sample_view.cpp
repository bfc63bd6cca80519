// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_view.h"

#include <QMouseEvent>

#include <algorithm>
#include <utility>

namespace spindle {

SampleView::SampleView(QWidget* parent) : QWidget(parent), colors_(PlotColors::of(palette())) {
  setObjectName("sampleView");
  setAccessibleName(tr("Sample with its input variables"));
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(110, 110);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  policy.setHeightForWidth(false);
  setSizePolicy(policy);
}

void SampleView::setPicture(const QImage& picture) {
  picture_ = picture;
  update();
}

void SampleView::setVariables(const InputVariables& variables, const PickGrid& grid, const InputFormat& format) {
  variables_ = variables;
  grid_ = grid;
  format_ = format;
  outlines_.clear();
  for (const InputVariable& variable : variables_.all()) outlines_.push_back(regionOutline(variable));
  setAccessibleDescription(
      tr("%1 variables on a grid of %2 by %3").arg(variables.count()).arg(grid.rows).arg(grid.columns));
  update();
}

void SampleView::setLit(const Lit& lit) {
  lit_ = lit;
  update();
}

void SampleView::setMasked(const QImage& picture, Coalition present) {
  if (masked_.isNull() && picture.isNull()) return;
  masked_ = picture;
  present_ = present;
  update();
}

void SampleView::setBrush(int radius) {
  if (radius == radius_) return;
  endStroke();
  brushStroke_.reset();
  radius_ = radius;
  if (radius == 0) tip_.reset();
  update();
}

void SampleView::setEditing(bool editing) {
  if (editing == editing_) return;
  if (!editing) endStroke();
  brushStroke_.reset();
  tip_.reset();
  editing_ = editing;
  hover_.reset();
  update();
}

void SampleView::setContained(Coalition contained) {
  contained_ = contained;
  update();
}

QRectF SampleView::frame() const {
  if (picture_.isNull()) return {};
  const QSizeF room(width() - 4.0, height() - 4.0);
  const double scale = std::min(room.width() / picture_.width(), room.height() / picture_.height());
  const QSizeF size(scale * picture_.width(), scale * picture_.height());
  return {QPointF(0.5 * (width() - size.width()), 2.0), size};
}

QRectF SampleView::onScreen(const PixelRect& rect) const {
  const QRectF whole = frame();
  const double x = whole.width() / picture_.width();
  const double y = whole.height() / picture_.height();
  return {whole.left() + x * static_cast<double>(rect.left), whole.top() + y * static_cast<double>(rect.top),
          x * static_cast<double>(rect.width), y * static_cast<double>(rect.height)};
}

QTransform SampleView::toScreen() const {
  const QRectF whole = frame();
  return QTransform::fromTranslate(whole.left(), whole.top())
      .scale(whole.width() / picture_.width(), whole.height() / picture_.height());
}

std::optional<QPoint> SampleView::pixelAt(const QPoint& place) const {
  if (picture_.isNull() || !frame().contains(place)) return std::nullopt;
  const QPointF at = toScreen().inverted().map(QPointF(place));
  return QPoint(std::clamp(static_cast<int>(at.x()), 0, picture_.width() - 1),
                std::clamp(static_cast<int>(at.y()), 0, picture_.height() - 1));
}

QPoint SampleView::pixelCenter(int row, int column) const {
  return toScreen().map(QPointF(column + 0.5, row + 0.5)).toPoint();
}

PixelRect SampleView::pixelsOf(int row, int column) const {
  return cellRect(format_, grid_.rows, grid_.columns, row, column);
}

std::optional<std::pair<int, int>> SampleView::cellAt(const QPoint& place) const {
  if (picture_.isNull() || format_.shape.size() != 3 || !frame().contains(place)) return std::nullopt;
  for (int row = 0; row < grid_.rows; ++row) {
    for (int column = 0; column < grid_.columns; ++column) {
      if (onScreen(pixelsOf(row, column)).contains(place)) return std::pair(row, column);
    }
  }
  return std::nullopt;
}

QPoint SampleView::cellCenter(int row, int column) const {
  return onScreen(pixelsOf(row, column)).center().toPoint();
}

std::optional<std::size_t> SampleView::variableAtPlace(const QPoint& place) const {
  if (picture_.isNull() || !frame().contains(place)) return std::nullopt;
  for (std::size_t i = 0; i < variables_.all().size(); ++i) {
    for (const PixelRect& rect : variables_[i].rects) {
      if (onScreen(rect).contains(place)) return i;
    }
  }
  return std::nullopt;
}

void SampleView::look(const QMouseEvent& event) {
  const bool alt = (event.modifiers() & Qt::AltModifier) != 0 && frame().contains(event.position());
  if (!alt) return emit lookedAt(std::nullopt);
  const auto variable = variableAtPlace(event.pos());
  emit lookedAt(variable ? Coalition{1} << *variable : Coalition{0});
}

void SampleView::mouseMoveEvent(QMouseEvent* event) {
  if (editing_ && radius_ > 0) {
    tip_ = pixelAt(event->pos());
    if (brushStroke_ && tip_) brushStroke_->moveTo(*tip_);
    setCursor(tip_ ? Qt::BlankCursor : Qt::ArrowCursor);
    return update();
  }
  if (!editing_) look(*event);
  const auto cell = cellAt(event->pos());
  if (stroke_ && cell && *cell != stroke_->to) {
    stroke_->to = *cell;
    if (!stroke_->rectangle) paint(*cell);
  }
  const bool clickable = editing_ ? cell.has_value() : variableAtPlace(event->pos()).has_value();
  setCursor(!clickable ? Qt::ArrowCursor : editing_ ? Qt::CrossCursor : Qt::PointingHandCursor);
  const auto shown = editing_ ? cell : std::nullopt;
  if (shown == hover_ && !stroke_) return;
  hover_ = shown;
  update();
}

void SampleView::mousePressEvent(QMouseEvent* event) {
  const bool left = event->button() == Qt::LeftButton;
  if (editing_ && radius_ > 0) {
    const auto pixel = pixelAt(event->pos());
    if (!pixel || brushStroke_ || (!left && event->button() != Qt::RightButton)) return;
    brushStroke_.emplace(picture_.size(), radius_, *pixel, left && (event->modifiers() & Qt::ControlModifier) == 0);
    return update();
  }
  if (!left) return;
  if (!editing_) {
    if (const auto variable = variableAtPlace(event->pos())) emit variableClicked(*variable);
    return;
  }
  const auto cell = cellAt(event->pos());
  if (!cell) return;
  const bool add = !cellTaken(variables_, format_, grid_, cell->first, cell->second);
  stroke_ = Stroke{*cell, *cell, add, (event->modifiers() & Qt::ShiftModifier) != 0};
  emit strokeBegun();
  if (!stroke_->rectangle) paint(*cell);
}

void SampleView::mouseReleaseEvent(QMouseEvent* event) {
  if (brushStroke_) return endBrush();
  if (event->button() == Qt::LeftButton) endStroke();
}

void SampleView::endBrush() {
  const BrushStroke stroke = *std::exchange(brushStroke_, std::nullopt);
  emit brushed(stroke.pixels(), stroke.add());
  update();
}

void SampleView::wheelEvent(QWheelEvent* event) {
  const int notches = event->angleDelta().y();
  if (!editing_ || radius_ == 0 || notches == 0) return QWidget::wheelEvent(event);
  emit radiusWanted(notches > 0 ? 1 : -1);
  event->accept();
}

void SampleView::paint(const Cell& cell) {
  if (cellTaken(variables_, format_, grid_, cell.first, cell.second) != stroke_->add)
    emit cellPainted(cell.first, cell.second, stroke_->add);
}

void SampleView::endStroke() {
  if (!stroke_) return;
  const Stroke stroke = *stroke_;
  if (stroke.rectangle) {
    const auto [top, bottom] = std::minmax({stroke.from.first, stroke.to.first});
    const auto [left, right] = std::minmax({stroke.from.second, stroke.to.second});
    for (int row = top; row <= bottom; ++row) {
      for (int column = left; column <= right; ++column) paint({row, column});
    }
  }
  stroke_.reset();
  emit strokeEnded();
  update();
}

void SampleView::click(const Cell& cell) {
  if (!editing_) {
    if (const auto variable = variableAtPlace(cellCenter(cell.first, cell.second))) emit variableClicked(*variable);
    return;
  }
  stroke_ = Stroke{cell, cell, !cellTaken(variables_, format_, grid_, cell.first, cell.second)};
  emit strokeBegun();
  paint(cell);
  endStroke();
}

void SampleView::leaveEvent(QEvent* /*event*/) {
  hover_.reset();
  tip_.reset();
  emit lookedAt(std::nullopt);
  update();
}

void SampleView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) colors_ = PlotColors::of(palette());
}

}  // namespace spindle
