// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_axis.h"
#include "ui/figure/figure_kinds.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <functional>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Figure", text);
}

using ValueOf = std::function<double(const FigureData::Point&)>;

/// A line through the known values; gaps where they are NaN.
void drawCurve(FigureCanvas& canvas, const FigureData& data, const ValueOf& value, const FigureAxis& x,
               const FigureAxis& y, const QColor& color, bool dashed) {
  QPen pen(color, 1.2, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
  if (dashed) pen.setDashPattern({3.5, 2});
  QPolygonF line;
  const auto flush = [&] {
    canvas.painter().setPen(pen);
    canvas.painter().setBrush(Qt::NoBrush);
    canvas.painter().drawPolyline(line);
    line.clear();
  };
  for (const auto& point : data.points) {
    const double v = value(point);
    if (std::isnan(v)) {
      flush();
    } else {
      line << QPointF(x.at(point.step), y.at(v));
      canvas.painter().setPen(Qt::NoPen);
      canvas.painter().setBrush(color);
      canvas.painter().drawEllipse(line.back(), 1.2, 1.2);
    }
  }
  flush();
}

void drawFrame(FigureCanvas& canvas, const QRectF& plot, const FigureAxis& x, const FigureAxis& y, bool stepLabels) {
  canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), figure_colors::ink, 0.6);
  canvas.line(plot.left(), plot.top(), plot.left(), plot.bottom(), figure_colors::ink, 0.6);
  for (const auto& tick : y.ticks()) {
    canvas.line(plot.left() - 2.5, y.at(tick.value), plot.left(), y.at(tick.value), figure_colors::ink, 0.6);
    canvas.text(plot.left() - 3.5, y.at(tick.value), Qt::AlignRight | Qt::AlignVCenter, tick.label, canvas.tickFont());
  }
  for (const auto& tick : x.ticks()) {
    canvas.line(x.at(tick.value), plot.bottom(), x.at(tick.value), plot.bottom() + 2.5, figure_colors::ink, 0.6);
    if (stepLabels)
      canvas.text(x.at(tick.value), plot.bottom() + 3, Qt::AlignHCenter | Qt::AlignTop, tick.label, canvas.tickFont());
  }
}

std::pair<double, double> range(const FigureData& data, const ValueOf& value) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto& point : data.points) {
    const double v = value(point);
    if (std::isnan(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  return low <= high ? std::pair{low, high} : std::pair{0.0, 1.0};
}

}  // namespace

void drawDynamicsFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data) {
  const ValueOf meanOrder = [](const auto& p) { return p.strength.meanOrder(); };
  const ValueOf train = [](const auto& p) { return p.trainLoss; };
  const ValueOf test = [](const auto& p) { return p.testLoss; };
  const bool losses = std::any_of(data.points.begin(), data.points.end(),
                                  [](const auto& p) { return !std::isnan(p.trainLoss) || !std::isnan(p.testLoss); });
  const double labelHeight = canvas.height(canvas.labelFont());
  const double tickHeight = canvas.height(canvas.tickFont());
  const double left = labelHeight + canvas.width(QStringLiteral("0.00"), canvas.tickFont()) + 8;
  const double right = page.width() - 6;
  const double lowest = page.height() - labelHeight - tickHeight - 5;
  const double top = tickHeight * 0.6;
  const double gap = tickHeight * 1.2;
  const double upperBottom = losses ? top + (lowest - top - gap) * 0.55 : lowest;
  const QRectF upper(left, top, right - left, upperBottom - top);
  const FigureAxis x = FigureAxis::steps(data.points.front().step, data.points.back().step, left + 3, right);

  const auto [low, high] = range(data, meanOrder);
  const FigureAxis y = FigureAxis::linear(std::min(1.0, low), high, upper.bottom(), upper.top(), 4, true);
  drawFrame(canvas, upper, x, y, !losses);
  drawCurve(canvas, data, meanOrder, x, y, figure_colors::ink, false);
  canvas.verticalText(labelHeight / 2, upper.center().y(), tr("mean order"), canvas.labelFont());

  if (losses) {
    const QRectF lower(left, upper.bottom() + gap, right - left, lowest - upper.bottom() - gap);
    const double most = std::max(range(data, train).second, range(data, test).second);
    const FigureAxis loss = FigureAxis::linear(0.0, most, lower.bottom(), lower.top(), 3, true);
    drawFrame(canvas, lower, x, loss, true);
    drawCurve(canvas, data, train, x, loss, figure_colors::train, false);
    drawCurve(canvas, data, test, x, loss, figure_colors::test, true);
    canvas.verticalText(labelHeight / 2, lower.center().y(), tr("loss"), canvas.labelFont());
    // Train and test are also told apart by the dashes, and named where there is room: in the upper right corner.
    const QString texts[] = {tr("train"), tr("test")};
    double edge = right;
    for (const int i : {1, 0}) {
      edge -= canvas.width(texts[i], canvas.tickFont());
      canvas.text(edge, lower.top(), Qt::AlignLeft | Qt::AlignTop, texts[i], canvas.tickFont(),
                  i == 0 ? figure_colors::train : figure_colors::test);
      canvas.line(edge - 14, lower.top() + tickHeight / 2, edge - 3, lower.top() + tickHeight / 2,
                  i == 0 ? figure_colors::train : figure_colors::test, 1.2, i == 1);
      edge -= 22;
    }
  }
  if (data.phaseTwo) {
    const double at = x.at(data.points[*data.phaseTwo].step);
    canvas.line(at, upper.top(), at, lowest, figure_colors::ink, 0.8, true);
    const QString text = tr("phase two starts, step %1").arg(stepText(data.points[*data.phaseTwo].step));
    const bool fits = at + 4 + canvas.width(text, canvas.tickFont()) < right;
    canvas.text(fits ? at + 3 : at - 3, upper.top(), (fits ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignTop, text,
                canvas.tickFont());
  }
  canvas.text((left + right) / 2, page.height(), Qt::AlignHCenter | Qt::AlignBottom, tr("training step"),
              canvas.labelFont());
}

}  // namespace spindle
