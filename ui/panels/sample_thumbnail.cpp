// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_thumbnail.h"

#include "ui/panels/sample_picture.h"
#include "ui/plots/plot_colors.h"
#include "ui/session/cloud_view.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

void paintImage(QPainter& painter, const QRectF& area, const SampleSet& set) {
  const QImage picture = samplePicture(set.samples.front(), set.format);
  QRectF place(QPointF(), QSizeF(picture.size()).scaled(area.size(), Qt::KeepAspectRatio));
  place.moveCenter(area.center());
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  painter.drawImage(place, picture);
}

void paintColumns(QPainter& painter, const QRectF& area, const SampleSet& set, const PlotColors& colors) {
  constexpr int most = 12;
  constexpr double deviations = 3.0;  // from the middle to the edge
  const auto count = static_cast<int>(std::min<std::size_t>(set.format.elements(), most));
  const double height = area.height() / count;
  painter.setPen(colors.axis);
  painter.drawLine(QPointF(area.center().x(), area.top()), QPointF(area.center().x(), area.bottom()));
  for (int c = 0; c < count; ++c) {
    const auto column = static_cast<std::size_t>(c);
    const double raw = static_cast<double>(set.samples.front().values[column]);
    const double away = std::clamp(static_cast<double>(set.format.normalized(raw, column)), -deviations, deviations);
    const double width = away / deviations * area.width() / 2;
    painter.fillRect(QRectF(area.center().x(), area.top() + (c + 0.15) * height, width, 0.7 * height).normalized(),
                     away >= 0.0 ? colors.positive : colors.negative);
  }
}

void paintWords(QPainter& painter, const QRectF& area, const SampleSet& set, const QPalette& palette) {
  const QFontMetricsF metrics(painter.font());
  const double line = 1.5 * metrics.height();
  QPointF at = area.topLeft();
  for (const std::string& word : set.samples.front().words) {
    const QString text = QString::fromStdString(word);
    const double width = metrics.horizontalAdvance(text) + 0.6 * metrics.height();
    if (at.x() + width > area.right()) at = {area.left(), at.y() + line};
    if (at.y() + line > area.bottom()) return;
    const QRectF chip(at, QSizeF(width, 1.3 * metrics.height()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.alternateBase());
    painter.drawRoundedRect(chip, 3, 3);
    painter.setPen(palette.color(QPalette::Text));
    painter.drawText(chip, Qt::AlignCenter, text);
    at.rx() += width + 0.2 * metrics.height();
  }
}

void paintCloud(QPainter& painter, const QRectF& area, const SampleSet& set, const PlotColors& colors) {
  const auto coordinates = static_cast<std::size_t>(set.format.shape[1]);
  const auto& values = set.samples.front().values;
  const CloudView view;
  const double radius = std::min(area.width(), area.height()) / 2;
  const bool few = set.format.kind == InputKind::bodies;
  painter.setPen(QPen(colors.positive, few ? 6.0 : 1.5, Qt::SolidLine, Qt::RoundCap));
  for (std::size_t i = 0; i + coordinates <= values.size(); i += coordinates) {
    const auto seen = view.seen(
        {static_cast<double>(values[i]), static_cast<double>(values[i + 1]), static_cast<double>(values[i + 2])});
    painter.drawPoint(area.center() + radius * QPointF(seen[0], -seen[1]));
  }
}

}  // namespace

QPixmap sampleThumbnail(const SampleSet& set, const QSize& size, const QPalette& palette, qreal pixelRatio) {
  if (set.samples.empty()) return {};
  QPixmap picture(size * pixelRatio);
  picture.setDevicePixelRatio(pixelRatio);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = QRectF(QPointF(), QSizeF(size)).adjusted(2, 2, -2, -2);
  const PlotColors colors = PlotColors::of(palette);
  switch (set.format.kind) {
    case InputKind::image:
      paintImage(painter, area, set);
      break;
    case InputKind::tabular:
      paintColumns(painter, area, set, colors);
      break;
    case InputKind::text:
      paintWords(painter, area, set, palette);
      break;
    case InputKind::points:
    case InputKind::bodies:
      paintCloud(painter, area, set, colors);
      break;
  }
  return picture;
}

}  // namespace spindle
