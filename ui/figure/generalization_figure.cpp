// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_axis.h"
#include "ui/figure/figure_kinds.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <array>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Figure", text);
}

}  // namespace

void drawGeneralizationFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data) {
  const double label = canvas.height(canvas.labelFont());
  const double tick = canvas.height(canvas.tickFont());
  const double left = label + canvas.width(QStringLiteral("0.00"), canvas.tickFont()) + 6;
  const QRectF plot(left, 0.6 * tick, page.width() - left - 6, page.height() - label - 2.0 * tick - 4);
  std::vector<std::size_t> shown{data.phaseTwo.value_or(0)};
  shown.push_back((shown.front() + data.points.size() - 1) / 2);
  shown.push_back(data.points.size() - 1);
  std::erase_if(shown, [&](std::size_t i) { return data.similarity[i].empty(); });
  double highest = 0.1;
  for (const std::size_t i : shown)
    highest = std::max(highest, *std::max_element(data.similarity[i].begin(), data.similarity[i].end()));
  const FigureAxis y = FigureAxis::linear(0.0, highest, plot.bottom(), plot.top(), 5, true);
  const double slot = plot.width() / data.variables;
  canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), figure_colors::ink, 0.6);
  canvas.line(plot.left(), plot.top(), plot.left(), plot.bottom(), figure_colors::ink, 0.6);
  for (const auto& t : y.ticks()) {
    canvas.line(plot.left() - 2.5, y.at(t.value), plot.left(), y.at(t.value), figure_colors::ink, 0.6);
    canvas.text(plot.left() - 3.5, y.at(t.value), Qt::AlignRight | Qt::AlignVCenter, t.label, canvas.tickFont());
  }
  for (int k = 1; k <= data.variables; ++k)
    canvas.text(plot.left() + (k - 0.5) * slot, plot.bottom() + 2, Qt::AlignHCenter | Qt::AlignTop, QString::number(k),
                canvas.tickFont());
  const std::array<QColor, 3> colors{figure_colors::positive, QColor(0xE6, 0x9F, 0x00), QColor(0x00, 0x9E, 0x73)};
  const std::array<QList<qreal>, 3> dashes{QList<qreal>{}, QList<qreal>{4, 2}, QList<qreal>{1.5, 1.5}};
  for (std::size_t i = 0; i < shown.size(); ++i) {
    QPen pen(colors[i], 1.3, Qt::SolidLine, Qt::FlatCap);
    if (!dashes[i].isEmpty()) pen.setDashPattern(dashes[i]);
    QPolygonF line;
    for (int k = 1; k <= data.variables; ++k)
      line << QPointF(plot.left() + (k - 0.5) * slot, y.at(data.similarity[shown[i]][static_cast<std::size_t>(k - 1)]));
    canvas.painter().setPen(pen);
    canvas.painter().setBrush(Qt::NoBrush);
    canvas.painter().drawPolyline(line);
    canvas.painter().setPen(Qt::NoPen);
    canvas.painter().setBrush(colors[i]);
    for (const QPointF& point : line) canvas.painter().drawEllipse(point, 1.8, 1.8);
    const QString text = tr("step %1").arg(stepText(data.points[shown[i]].step));
    const double textLeft =
        plot.right() - canvas.width(tr("step %1").arg(QStringLiteral("000,000")), canvas.tickFont());
    const double textY = plot.top() + (0.6 + 1.2 * static_cast<double>(i)) * tick;
    canvas.text(textLeft, textY, Qt::AlignLeft | Qt::AlignVCenter, text, canvas.tickFont());
    canvas.painter().setPen(pen);
    canvas.painter().drawLine(QPointF(textLeft - 20, textY), QPointF(textLeft - 4, textY));
  }
  canvas.verticalText(label / 2, plot.center().y(), tr("similarity, train and test"), canvas.labelFont());
  canvas.text(plot.center().x(), page.height(), Qt::AlignHCenter | Qt::AlignBottom, tr("order of interaction"),
              canvas.labelFont());
}

}  // namespace spindle
