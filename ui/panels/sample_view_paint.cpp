// SPDX-License-Identifier: GPL-3.0-or-later
// What a SampleView looks like.
#include "ui/panels/sample_view.h"

#include <QPainter>
#include <QPainterPath>

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

QColor veiled(QColor color, int alpha) {
  color.setAlpha(alpha);
  return color;
}

/// A name inside a place, as large as fits.
void name(QPainter& painter, const QRectF& place, const QString& words, const QColor& color) {
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
  painter.fillPath(text, color);
}

/// "(2,1)" is "2,1" on the picture, "region 3" is "3".
QString shortName(const std::string& name) {
  QString text = QString::fromStdString(name);
  if (text.startsWith('(') && text.endsWith(')')) text = text.mid(1, text.size() - 2);
  if (text.startsWith(QLatin1String("region "))) text = text.mid(7);
  return text;
}

}  // namespace

void SampleView::paintGrid(QPainter& painter) const {
  if (!editing_ || radius_ > 0 || format_.shape.size() != 3) return;
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
  const bool masked = !masked_.isNull();
  const QTransform screen = toScreen();
  QPainterPath together;
  for (std::size_t i = 0; i < outlines_.size(); ++i) {
    const RegionOutline& region = outlines_[i];
    QPainterPath edge = screen.map(region.edge);
    if (region.cell) {
      edge = QPainterPath();
      edge.addRect(screen.mapRect(region.name).adjusted(1, 1, -1, -1));
    }
    const bool lit = ((masked ? present_ : lit_.coalition) >> i & 1u) != 0;
    const bool faint = masked ? !lit : lit_.coalition != 0;
    if (lit) together.addPath(edge);
    if (!masked) {  // else it would hide what the network sees
      painter.setRenderHint(QPainter::Antialiasing, false);
      painter.fillPath(screen.map(region.area),
                       lit ? veiled(colors_.lit, 90) : veiled(colors_.of(ColorRole::region), faint ? 18 : 46));
      painter.setRenderHint(QPainter::Antialiasing);
    }
    if (lit) continue;
    const bool contained = (contained_ >> i & 1u) != 0;
    const QColor line =
        contained ? QColor(Qt::white) : colors_.of(faint ? ColorRole::regionRest : ColorRole::regionEdge);
    outline(painter, edge, line, contained ? 3.0 : masked ? 0.7 : 1.4, false);
  }
  if (!together.isEmpty())
    outline(painter, together, colors_.lit, 2.6, !masked && lit_.kind == InteractionKind::orKind);
  for (std::size_t i = 0; i < outlines_.size(); ++i) {
    if (outlines_[i].name.isEmpty() || masked) continue;
    const bool lit = (lit_.coalition >> i & 1u) != 0;
    name(painter, screen.mapRect(outlines_[i].name), shortName(variables_[i].name),
         lit ? colors_.lit : QColor(Qt::white));
  }
}

void SampleView::paintBrush(QPainter& painter) const {
  const QTransform screen = toScreen();
  if (brushStroke_) {
    QImage wet(picture_.size(), QImage::Format_ARGB32_Premultiplied);
    wet.fill(Qt::transparent);
    const QRgb color = qPremultiply(veiled(brushStroke_->add() ? colors_.lit : QColor(Qt::black), 150).rgba());
    for (const std::uint32_t p : brushStroke_->pixels()) {
      const auto at = static_cast<int>(p);
      wet.setPixel(at % picture_.width(), at / picture_.width(), color);
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(frame(), wet);
  }
  if (!tip_) return;
  QPainterPath circle;
  circle.addEllipse(QPointF(tip_->x() + 0.5, tip_->y() + 0.5), radius_ - 0.5, radius_ - 0.5);
  outline(painter, screen.map(circle), Qt::white, 1.4, false);
}

void SampleView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  if (picture_.isNull()) {
    painter.setPen(colors_.faintText);
    painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, tr("no image of this sample"));
    return;
  }
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(frame(), masked_.isNull() ? picture_ : masked_);
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
  if (editing_ && radius_ > 0) paintBrush(painter);
}

}  // namespace spindle
