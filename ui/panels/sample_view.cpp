// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace spindle {
namespace {

// Readable on black and on white pixels alike: dark halo, light line.
void outline(QPainter& painter, const QPainterPath& path, const QColor& color, double width, bool dashed) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 170), width + 2.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.drawPath(path);
  QPen pen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
  if (dashed) pen.setDashPattern({3.0, 2.0});
  painter.setPen(pen);
  painter.drawPath(path);
}

/// A name inside a place, as large as fits.
void name(QPainter& painter, const QRectF& place, const QString& words, bool lit) {
  QPainterPath text;
  QFont font = painter.font();
  font.setBold(true);
  const double wanted = 0.42 * place.height();
  font.setPixelSize(std::clamp(static_cast<int>(wanted), 9, 20));
  const double room = 0.92 * place.width();
  if (const double needed = QFontMetricsF(font).horizontalAdvance(words); needed > room)
    font.setPixelSize(std::max(8, static_cast<int>(font.pixelSize() * room / needed)));
  const QFontMetricsF metrics(font);
  text.addText(place.center().x() - 0.5 * metrics.horizontalAdvance(words),
               place.center().y() + 0.5 * metrics.capHeight(), font, words);
  painter.strokePath(text, QPen(QColor(0, 0, 0, 200), 3.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.fillPath(text, lit ? QColor(0xff, 0xd3, 0x4d) : QColor(Qt::white));
}

/// "(2,1)" is "2,1" on the picture.
QString shortName(const std::string& name) {
  QString text = QString::fromStdString(name);
  if (text.startsWith('(') && text.endsWith(')')) text = text.mid(1, text.size() - 2);
  return text;
}

}  // namespace

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
  setAccessibleDescription(
      tr("%1 variables on a grid of %2 by %3").arg(variables.count()).arg(grid.rows).arg(grid.columns));
  update();
}

void SampleView::setLit(const Lit& lit) {
  lit_ = lit;
  update();
}

void SampleView::setEditing(bool editing) {
  if (editing == editing_) return;
  if (!editing) endStroke();
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

void SampleView::paintGrid(QPainter& painter) const {
  if (!editing_ || format_.shape.size() != 3) return;
  const QRectF whole = frame();
  painter.setPen(QPen(QColor(150, 150, 150, 90), 1.0));
  for (int row = 1; row < grid_.rows; ++row) {
    const double y = onScreen(pixelsOf(row, 0)).top();
    painter.drawLine(QPointF(whole.left(), y), QPointF(whole.right(), y));
  }
  for (int column = 1; column < grid_.columns; ++column) {
    const double x = onScreen(pixelsOf(0, column)).left();
    painter.drawLine(QPointF(x, whole.top()), QPointF(x, whole.bottom()));
  }
}

void SampleView::paintVariables(QPainter& painter) const {
  QPainterPath together;
  for (std::size_t i = 0; i < variables_.all().size(); ++i) {
    const bool lit = (lit_.coalition >> i & 1u) != 0;
    QPainterPath path;
    for (const PixelRect& rect : variables_[i].rects) path.addRect(onScreen(rect).adjusted(1, 1, -1, -1));
    if (lit) {
      together.addPath(path);
      painter.fillPath(path, QColor(0xff, 0xd3, 0x4d, 90));
    } else {
      painter.fillPath(path, QColor(0x56, 0xb4, 0xe9, lit_.coalition != 0 ? 18 : 46));
    }
    const bool contained = (contained_ >> i & 1u) != 0;
    const QColor line = contained             ? QColor(Qt::white)
                        : lit_.coalition != 0 ? QColor(0x9f, 0xc4, 0xdb)
                                              : QColor(0x6c, 0xc5, 0xf5);
    outline(painter, path, line, contained ? 3.0 : 1.4, false);
  }
  if (!together.isEmpty())
    outline(painter, together, QColor(0xff, 0xd3, 0x4d), 2.6, lit_.kind == InteractionKind::orKind);
  for (std::size_t i = 0; i < variables_.all().size(); ++i) {
    if (variables_[i].rects.empty()) continue;
    name(painter, onScreen(variables_[i].rects.front()), shortName(variables_[i].name),
         (lit_.coalition >> i & 1u) != 0);
  }
}

void SampleView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  if (picture_.isNull()) {
    painter.setPen(colors_.faintText);
    painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, tr("no image of this sample"));
    return;
  }
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(frame(), picture_);
  paintGrid(painter);
  painter.setRenderHint(QPainter::Antialiasing);
  paintVariables(painter);
  painter.setPen(QPen(colors_.axis, 1.0));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(frame());
  if (hasFocus()) {
    painter.setPen(QPen(colors_.lit, 2.0));
    painter.drawRect(frame().adjusted(-1, -1, 1, 1));
  }
  if (stroke_ && stroke_->rectangle) {
    QPainterPath path;
    path.addRect(onScreen(pixelsOf(stroke_->from.first, stroke_->from.second))
                     .united(onScreen(pixelsOf(stroke_->to.first, stroke_->to.second))));
    outline(painter, path, Qt::white, 2.0, true);
  } else if (hover_) {
    QPainterPath path;
    path.addRect(onScreen(pixelsOf(hover_->first, hover_->second)));
    outline(painter, path, Qt::white, 2.0, false);
  }
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

void SampleView::mouseMoveEvent(QMouseEvent* event) {
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
  if (event->button() != Qt::LeftButton) return;
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
  if (event->button() == Qt::LeftButton) endStroke();
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

void SampleView::keyPressEvent(QKeyEvent* event) {
  if (!editing_) return QWidget::keyPressEvent(event);
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  int row = 0, column = 0;
  switch (event->key()) {
    case Qt::Key_Left:
      column = -1;
      break;
    case Qt::Key_Right:
      column = 1;
      break;
    case Qt::Key_Up:
      row = -1;
      break;
    case Qt::Key_Down:
      row = 1;
      break;
    default:
      if (!enter) return QWidget::keyPressEvent(event);
  }
  if (picture_.isNull()) return;
  if (!hover_) {
    hover_ = std::pair(grid_.rows / 2, grid_.columns / 2);
  } else if (enter) {
    click(Cell(*hover_));
  } else {
    hover_ = std::pair(std::clamp(hover_->first + row, 0, grid_.rows - 1),
                       std::clamp(hover_->second + column, 0, grid_.columns - 1));
  }
  update();
}

void SampleView::leaveEvent(QEvent* /*event*/) {
  hover_.reset();
  update();
}

bool SampleView::event(QEvent* event) {
  if (editing_ && event->type() == QEvent::ShortcutOverride) {
    // Left and Right step through training elsewhere.
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Left || key == Qt::Key_Right) event->accept();
  }
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString text = tip(help->pos());
  if (text.isEmpty())
    QToolTip::hideText();
  else
    QToolTip::showText(help->globalPos(), text, this);
  return true;
}

QString SampleView::tip(const QPoint& place) const {
  const auto variable = variableAtPlace(place);
  const QString name = variable ? QString::fromStdString(variables_[*variable].name) : QString();
  if (!editing_)
    return variable ? tr("Variable %1. Click to list the interactions that contain it; V edits variables.").arg(name)
                    : QString();
  const auto cell = cellAt(place);
  if (!cell) return {};
  if (variable) return tr("Variable %1. Click to remove; drag to remove several.").arg(name);
  return tr("Cell (%1,%2). Click to add as a variable; drag to add several, with Shift those of a rectangle.")
      .arg(cell->first)
      .arg(cell->second);
}

void SampleView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) colors_ = PlotColors::of(palette());
}

}  // namespace spindle
