// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/figure_canvas.h"

#include "ui/chart/math_runs.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

// Fonts are laid out at this many pixels a point: at the painter's own small sizes hinting would round advances.
constexpr double finer = 16.0;

constexpr double raisedSize = 0.72, raisedBy = 0.36;  // of superscripts, in sizes of the font

QFont fontOf(const TextRun& run, QFont font) {
  font.setItalic(run.italic);
  if (run.raised) font.setPixelSize(std::max(1, static_cast<int>(std::lround(raisedSize * font.pixelSize()))));
  return font;
}

}  // namespace

QFont FigureCanvas::font(double points) const {
  QFont font(style_.font == FigureFont::serif ? QStringLiteral("Liberation Serif") : QStringLiteral("DejaVu Sans"));
  font.setPixelSize(static_cast<int>(std::lround(points * finer)));
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

double FigureCanvas::points(const QFont& font) {
  return font.pixelSize() / finer;
}

double FigureCanvas::width(const QString& text, const QFont& font) {
  double width = 0.0;
  for (const TextRun& run : mathRuns(text)) width += QFontMetricsF(fontOf(run, font)).horizontalAdvance(run.text);
  return width / finer;
}

FigureCanvas::FigureCanvas(QPainter& painter, const PaperStyle& style)
    : painter_(painter),
      style_(style),
      label_(font(style.labelPoints)),
      tick_(font(style.tickPoints)),
      fromPage_(painter.transform().inverted()) {
  painter_.setRenderHint(QPainter::Antialiasing);
}

double FigureCanvas::height(const QFont& font) const {
  return QFontMetricsF(font).height() / finer;
}

void FigureCanvas::text(double x, double y, int align, const QString& text, const QFont& font, const QColor& color) {
  if (text.isEmpty()) return;
  const QFontMetricsF metrics(font);
  const double w = width(text, font);
  double left = x;
  if (align & Qt::AlignHCenter) left = x - w / 2;
  if (align & Qt::AlignRight) left = x - w;
  double baseline = y + metrics.ascent() / finer;
  if (align & Qt::AlignVCenter) baseline = y + (metrics.capHeight() / 2) / finer;
  if (align & Qt::AlignBottom) baseline = y - metrics.descent() / finer;
  if (texts_ != nullptr) {
    const QRectF box(left, baseline - metrics.capHeight() / finer, w, metrics.capHeight() / finer);
    texts_->push_back({text, (painter_.transform() * fromPage_).mapRect(box), points(font)});
  }
  painter_.save();
  painter_.translate(left, baseline);
  painter_.scale(1 / finer, 1 / finer);
  painter_.setPen(color);
  double at = 0.0;
  for (const TextRun& run : mathRuns(text)) {
    const QFont own = fontOf(run, font);
    const QPointF place(at, run.raised ? -raisedBy * font.pixelSize() : 0.0);
    if (style_.outlines) {
      QPainterPath path;
      path.addText(place, own, run.text);
      painter_.fillPath(path, color);
    } else {
      painter_.setFont(own);
      painter_.drawText(place, run.text);
    }
    at += QFontMetricsF(own).horizontalAdvance(run.text);
  }
  painter_.restore();
}

void FigureCanvas::verticalText(double x, double y, const QString& string, const QFont& font) {
  painter_.save();
  painter_.translate(x, y);
  painter_.rotate(-90);
  text(0, 0, Qt::AlignHCenter | Qt::AlignVCenter, string, font);
  painter_.restore();
}

void FigureCanvas::line(double x1, double y1, double x2, double y2, const QColor& color, double width, bool dashed) {
  QPen pen(color, scaled(width), Qt::SolidLine, Qt::FlatCap);
  if (dashed) pen.setDashPattern({4, 2.5});
  painter_.setPen(pen);
  painter_.drawLine(QPointF(x1, y1), QPointF(x2, y2));
}

void FigureCanvas::fill(const QRectF& rect, const QColor& color) {
  painter_.fillRect(rect.normalized(), color);
}

void FigureCanvas::hatch(const QRectF& rect, const QColor& color) {
  constexpr double spacing = 3.0;
  const QRectF r = rect.normalized();
  // The stroke x + y = c runs from upper right to lower left; its ends are where it enters and leaves the rectangle.
  const double first = std::ceil((r.left() + r.top()) / spacing) * spacing;
  for (double c = first; c < r.right() + r.bottom(); c += spacing) {
    const double x1 = std::max(r.left(), c - r.bottom());
    const double x2 = std::min(r.right(), c - r.top());
    if (x2 > x1) line(x1, c - x1, x2, c - x2, color, 0.5);
  }
}

}  // namespace spindle
