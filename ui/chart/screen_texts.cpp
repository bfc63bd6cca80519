// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_texts.h"

#include "ui/chart/screen_places.h"

#include <QFontMetrics>
#include <QStringList>
#include <qcustomplot.h>

#include <algorithm>

namespace spindle {

QString wrappedWords(const QString& text, const QFont& font, double width, int most) {
  const QFontMetricsF metrics(font);
  QStringList lines;
  for (const QString& paragraph : text.split(QLatin1Char('\n'))) {
    QString line;
    for (const QString& word : paragraph.split(QLatin1Char(' '))) {
      const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
      if (line.isEmpty() || metrics.horizontalAdvance(longer) <= width) {
        line = longer;
        continue;
      }
      lines << line;
      line = word;
    }
    lines << line;
  }
  if (const int count = std::max(1, most); lines.size() > count) {
    const QString rest = lines.mid(count - 1).join(QLatin1Char(' '));
    lines = lines.mid(0, count - 1) << rest;
  }
  for (QString& line : lines) line = metrics.elidedText(line, Qt::ElideRight, width);
  return lines.join(QLatin1Char('\n'));
}

QSizeF wordsSize(const QString& text, const QFont& font) {
  return QFontMetrics(font).boundingRect(0, 0, 0, 0, Qt::TextDontClip, text).size();
}

QString wordsOf(const Rule& rule) {
  return QString::fromStdString(rule.label);
}

QString wordsOf(const Label& label) {
  return QString::fromStdString(label.text);
}

std::vector<QPointF> wordCorners(const Rule& rule, const Chart& chart, const QCustomPlot& plot, const QSizeF& size) {
  constexpr int rows = 5;
  constexpr double gap = 2.0;
  const QRectF inside = plot.axisRect()->rect();
  const QCPAxis& axis = rule.vertical ? *plot.xAxis : *plot.yAxis;
  const double at = axis.coordToPixel(screenPlace(rule.vertical ? chart.x : chart.y, rule.at));
  std::vector<QPointF> corners;
  if (rule.vertical) {
    if (!(at >= inside.left() && at <= inside.right())) return corners;
    for (int row = 0; row < rows; ++row) {
      const double top = inside.top() + gap + row * size.height();
      corners.emplace_back(at + gap, top);
      corners.emplace_back(at - gap - size.width(), top);
    }
    return corners;
  }
  if (!(at >= inside.top() && at <= inside.bottom())) return corners;
  for (const double left : {inside.right() - gap - size.width(), inside.left() + gap}) {
    corners.emplace_back(left, at - gap - size.height());
    corners.emplace_back(left, at + gap);
  }
  return corners;
}

std::vector<QPointF> wordCorners(const Label& label, const Chart& chart, const QCustomPlot& plot, const QSizeF& size) {
  constexpr double gap = 5.0;
  const QPointF at(plot.xAxis->coordToPixel(screenPlace(chart.x, label.x)),
                   plot.yAxis->coordToPixel(screenPlace(chart.y, label.y)));
  if (!QRectF(plot.axisRect()->rect()).adjusted(-1.0, -1.0, 1.0, 1.0).contains(at)) return {};
  const double middle = at.x() - 0.5 * size.width(), half = at.y() - 0.5 * size.height();
  return {{middle, at.y() - gap - size.height()},
          {middle, at.y() + gap},
          {at.x() + gap, half},
          {at.x() - gap - size.width(), half}};
}

QPointF WordPlaces::take(const QSizeF& size, const std::vector<QPointF>& corners) {
  QRectF place(corners.front(), size);
  place.moveLeft(std::clamp(place.left(), inside_.left(), std::max(inside_.left(), inside_.right() - size.width())));
  place.moveTop(std::clamp(place.top(), inside_.top(), std::max(inside_.top(), inside_.bottom() - size.height())));
  for (const QPointF& corner : corners) {
    const QRectF other(corner, size);
    const bool covers = std::any_of(taken_.begin(), taken_.end(), [&](const QRectF& t) { return t.intersects(other); });
    if (!inside_.contains(other) || covers) continue;
    place = other;
    break;
  }
  taken_.push_back(place);
  return place.topLeft();
}

}  // namespace spindle
