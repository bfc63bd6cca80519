// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/glyph_icon.h"

#include "ui/colors/color_theme.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QPixmap>
#include <QTransform>

#include <utility>

namespace spindle {
namespace {

QPainterPath triangle(double left, double right) {
  QPainterPath path;
  path.moveTo(left, 3);
  path.lineTo(right, 8);
  path.lineTo(left, 13);
  path.closeSubpath();
  return path;
}

QPainterPath bar(double x, double width) {
  QPainterPath path;
  path.addRect(x, 3, width, 10);
  return path;
}

QPainterPath lines(std::initializer_list<std::pair<QPointF, QPointF>> strokes) {
  QPainterPath path;
  for (const auto& [from, to] : strokes) {
    path.moveTo(from);
    path.lineTo(to);
  }
  return path;
}

struct Shape {
  QPainterPath filled, stroked;
};

Shape loopShape() {
  Shape shape;
  shape.stroked.arcMoveTo(3, 3, 10, 10, 60);
  shape.stroked.arcTo(3, 3, 10, 10, 60, 280);
  shape.filled.moveTo(13.5, 1.5);
  shape.filled.lineTo(13.5, 6.5);
  shape.filled.lineTo(8.8, 4.6);
  shape.filled.closeSubpath();
  return shape;
}

Shape openShape() {
  Shape shape;
  shape.stroked.moveTo(2, 12.5);
  shape.stroked.lineTo(2, 3.5);
  shape.stroked.lineTo(6, 3.5);
  shape.stroked.lineTo(7.5, 5.5);
  shape.stroked.lineTo(14, 5.5);
  shape.stroked.lineTo(14, 12.5);
  shape.stroked.closeSubpath();
  return shape;
}

Shape exportShape() {
  Shape shape;
  shape.stroked = lines({{{8, 10}, {8, 2.5}}, {{5, 5.5}, {8, 2.5}}, {{11, 5.5}, {8, 2.5}}});
  shape.stroked.addPath(lines({{{2.5, 9}, {2.5, 13.5}}, {{2.5, 13.5}, {13.5, 13.5}}, {{13.5, 13.5}, {13.5, 9}}}));
  return shape;
}

Shape computeShape() {
  Shape shape;
  shape.filled.addRect(2, 9, 3, 5);
  shape.filled.addRect(6.5, 3, 3, 11);
  shape.filled.addRect(11, 6, 3, 8);
  return shape;
}

/// An arrow that turns back.
Shape undoShape() {
  Shape shape;
  shape.stroked.moveTo(4, 5.5);
  shape.stroked.lineTo(9.5, 5.5);
  shape.stroked.arcTo(6, 5.5, 7, 7, 90, -180);
  shape.stroked.lineTo(5, 12.5);
  shape.filled.moveTo(1.5, 5.5);
  shape.filled.lineTo(6, 2);
  shape.filled.lineTo(6, 9);
  shape.filled.closeSubpath();
  return shape;
}

Shape mirrored(const Shape& shape) {
  const QTransform turn(-1, 0, 0, 1, 16, 0);
  return {turn.map(shape.filled), turn.map(shape.stroked)};
}

/// On a square of 16 x 16.
Shape shapeOf(Glyph glyph) {
  switch (glyph) {
    case Glyph::play:
      return {triangle(4, 13.5), {}};
    case Glyph::pause:
      return {bar(3.5, 3.2) + bar(9.3, 3.2), {}};
    case Glyph::first:
      return {bar(3, 1.8) + triangle(13, 5.5), {}};
    case Glyph::last:
      return {bar(11.2, 1.8) + triangle(3, 10.5), {}};
    case Glyph::previous:
      return {triangle(12, 4), {}};
    case Glyph::next:
      return {triangle(4, 12), {}};
    case Glyph::loop:
      return loopShape();
    case Glyph::follow:
      return {triangle(2.5, 8), lines({{{8, 8}, {11, 8}}, {{13, 2.5}, {13, 13.5}}})};
    case Glyph::open:
      return openShape();
    case Glyph::compute:
      return computeShape();
    case Glyph::stop: {
      QPainterPath square;
      square.addRect(3.5, 3.5, 9, 9);
      return {square, {}};
    }
    case Glyph::exportFigure:
      return exportShape();
    case Glyph::close:
      return {{}, lines({{{4, 4}, {12, 12}}, {{12, 4}, {4, 12}}})};
    case Glyph::undo:
      return undoShape();
    case Glyph::redo:
      return mirrored(undoShape());
  }
  return {};
}

class GlyphEngine : public QIconEngine {
 public:
  explicit GlyphEngine(Glyph glyph) : glyph_(glyph) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override {
    const QPalette palette = QGuiApplication::palette();
    const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const QColor color = palette.color(group, QPalette::ButtonText);
    const Shape shape = shapeOf(glyph_);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(rect.topLeft());
    const double side = std::min(rect.width(), rect.height());
    painter->translate(0.5 * (rect.width() - side), 0.5 * (rect.height() - side));
    painter->scale(side / 16.0, side / 16.0);
    painter->fillPath(shape.filled, color);
    painter->strokePath(shape.stroked, QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->restore();
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    if (size.isEmpty()) return {};  // a button without room asks for it
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, pixmap.rect(), mode, state);
    return pixmap;
  }

  [[nodiscard]] QIconEngine* clone() const override { return new GlyphEngine(glyph_); }

 private:
  Glyph glyph_;
};

}  // namespace

QIcon glyphIcon(Glyph glyph) {
  return QIcon(new GlyphEngine(glyph));
}

QIcon programIcon() {
  QIcon icon;
  for (const int side : {16, 32, 48, 64, 128, 256}) {
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(side / 64.0, side / 64.0);
    const double heights[] = {6, 14, 25, 19, 10};
    for (int i = 0; i < 5; ++i) {
      const double x = 5 + 11.2 * i;
      painter.fillRect(QRectF(x, 31 - heights[i], 9, heights[i]),
                       themeColor(ColorRole::andPositive, ColorTheme::light));
      painter.fillRect(QRectF(x, 33, 9, 0.85 * heights[i]), themeColor(ColorRole::andNegative, ColorTheme::light));
    }
    painter.end();
    icon.addPixmap(pixmap);
  }
  return icon;
}

}  // namespace spindle
