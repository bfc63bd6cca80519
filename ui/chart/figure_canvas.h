// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace spindle {

/// Colors of figures: always light, safe for color-blind readers (Okabe-Ito), OR as the lighter tint of its sign.
namespace figure_colors {
inline const QColor positive{0x00, 0x72, 0xB2};
inline const QColor positiveOr{0x8C, 0xC2, 0xE3};
inline const QColor negative{0xD5, 0x5E, 0x00};
inline const QColor negativeOr{0xF4, 0xB7, 0x8A};
inline const QColor ink{0x20, 0x20, 0x20};
inline const QColor faint{0xB8, 0xB8, 0xB8};
inline const QColor train{0x00, 0x72, 0xB2};
inline const QColor test{0xD5, 0x5E, 0x00};
inline const QColor gap{0xEE, 0xE4, 0xDC};
}  // namespace figure_colors

/// Draws in points (1/72 inch) with fonts in the same unit, whatever the resolution of the device: the painter must be
/// scaled so that one unit is one point. Everything is vectors and text.
class FigureCanvas {
 public:
  FigureCanvas(QPainter& painter, double labelPoints, double tickPoints);

  /// The figures' font at a size in points, and the width of text in it in points.
  static QFont font(double points);
  static double textWidth(const QString& text, const QFont& font);

  [[nodiscard]] QFont labelFont() const { return label_; }
  [[nodiscard]] QFont tickFont() const { return tick_; }
  [[nodiscard]] double width(const QString& text, const QFont& font) const;
  [[nodiscard]] double height(const QFont& font) const;

  /// Text placed by its box: align as Qt's flags, at the point that the flags name.
  void text(double x, double y, int align, const QString& text, const QFont& font,
            const QColor& color = figure_colors::ink);
  void verticalText(double x, double y, const QString& text, const QFont& font);  ///< centered, reads upwards
  void line(double x1, double y1, double x2, double y2, const QColor& color, double width, bool dashed = false);
  void fill(const QRectF& rect, const QColor& color);
  void hatch(const QRectF& rect, const QColor& color);  ///< 45 degree strokes clipped to the rectangle, 3 pt apart
  QPainter& painter() { return painter_; }

 private:
  QPainter& painter_;
  QFont label_;
  QFont tick_;
};

}  // namespace spindle
