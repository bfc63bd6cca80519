// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_style.h"
#include "ui/chart/placed_text.h"

#include <QColor>
#include <QFont>
#include <QPen>
#include <QRectF>
#include <QString>
#include <QTransform>

#include <vector>

class QPainter;

namespace spindle {

/// Draws in points (1/72 inch) with fonts in the same unit, whatever the resolution of the device: the painter must be
/// scaled so that one unit is one point. Everything is vectors and text; letters that name quantities are italic, as
/// mathRuns() finds them.
class FigureCanvas {
 public:
  explicit FigureCanvas(QPainter& painter, const PaperStyle& style = {});

  [[nodiscard]] const PaperStyle& style() const { return style_; }

  /// The font of the style at a size in points; and its size again.
  [[nodiscard]] QFont font(double points) const;
  static double points(const QFont& font);

  [[nodiscard]] QFont labelFont() const { return label_; }
  [[nodiscard]] QFont tickFont() const { return tick_; }
  static double width(const QString& text, const QFont& font);
  [[nodiscard]] double height(const QFont& font) const;

  /// Of an ink or anything else in the style's palette, and a pen of this width before the style's factor.
  [[nodiscard]] QColor color(const Ink& ink) const { return paperColor(ink, style_.palette); }
  [[nodiscard]] QColor color(ColorRole role) const { return paperColor(role, style_.palette); }
  [[nodiscard]] double scaled(double lineWidth) const { return style_.lines * lineWidth; }

  /// Text placed by its box: align as Qt's flags, at the point that the flags name.
  void text(double x, double y, int align, const QString& text, const QFont& font,
            const QColor& color = paperColor(ColorRole::words));
  void verticalText(double x, double y, const QString& text, const QFont& font);  ///< centered, reads upwards
  void line(double x1, double y1, double x2, double y2, const QColor& color, double width, bool dashed = false);
  void fill(const QRectF& rect, const QColor& color);
  void hatch(const QRectF& rect, const QColor& color);  ///< 45 degree strokes clipped to the rectangle, 3 pt apart
  QPainter& painter() { return painter_; }

  /// Where texts are noted as they are drawn, until the canvas is gone or null is given.
  void noteTexts(std::vector<PlacedText>* texts) { texts_ = texts; }

 private:
  QPainter& painter_;
  PaperStyle style_;
  QFont label_;
  QFont tick_;
  QTransform fromPage_;
  std::vector<PlacedText>* texts_ = nullptr;
};

}  // namespace spindle
