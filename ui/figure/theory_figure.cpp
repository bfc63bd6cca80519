// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_axis.h"
#include "ui/figure/figure_kinds.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Figure", text);
}

/// The measured shares beside those of the theory, by order.
void drawPairs(FigureCanvas& canvas, const QRectF& plot, const FigureData::Theory& at, double highest, bool ticks) {
  const auto n = static_cast<int>(at.measured.size());
  const FigureAxis y = FigureAxis::linear(0.0, highest, plot.bottom(), plot.top(), 3, false);
  const double slot = plot.width() / n;
  for (int k = 1; k <= n; ++k) {
    const auto i = static_cast<std::size_t>(k - 1);
    const double middle = plot.left() + (k - 0.5) * slot;
    const auto bar = [&](double left, double share) {
      return QRectF(QPointF(left, y.at(share)), QPointF(left + 0.38 * slot, y.at(0)));
    };
    canvas.fill(bar(middle - 0.4 * slot, at.measured[i]), figure_colors::positive);
    canvas.fill(bar(middle + 0.02 * slot, at.predicted[i]), figure_colors::negativeOr);
    if (k % 2 == 1 || n <= 8)
      canvas.text(middle, plot.bottom() + 1.5, Qt::AlignHCenter | Qt::AlignTop, QString::number(k), canvas.tickFont());
  }
  canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), figure_colors::ink, 0.6);
  if (!ticks) return;
  canvas.line(plot.left(), plot.top(), plot.left(), plot.bottom(), figure_colors::ink, 0.6);
  for (const auto& tick : y.ticks())
    canvas.text(plot.left() - 3, y.at(tick.value), Qt::AlignRight | Qt::AlignVCenter, tick.label, canvas.tickFont());
}

/// log10 of sigma2 over training.
void drawSigma(FigureCanvas& canvas, const QRectF& plot, const FigureData& data) {
  const FigureAxis x = FigureAxis::steps(data.points[data.theory.front().point].step,
                                         data.points[data.theory.back().point].step, plot.left() + 4, plot.right() - 4);
  double low = 0.0, high = -20.0;
  for (const auto& at : data.theory) {
    low = std::min(low, std::floor(std::log10(at.sigma2)));
    high = std::max(high, std::ceil(std::log10(at.sigma2)));
  }
  const FigureAxis y = FigureAxis::linear(low, std::max(high, low + 1), plot.bottom(), plot.top(), 3, false);
  canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), figure_colors::ink, 0.6);
  canvas.line(plot.left(), plot.top(), plot.left(), plot.bottom(), figure_colors::ink, 0.6);
  for (const auto& tick : y.ticks()) {
    if (tick.value != std::floor(tick.value)) continue;
    canvas.text(plot.left() - 3, y.at(tick.value), Qt::AlignRight | Qt::AlignVCenter, tick.label, canvas.tickFont());
  }
  for (const auto& tick : x.ticks())
    canvas.text(x.at(tick.value), plot.bottom() + 2, Qt::AlignHCenter | Qt::AlignTop, tick.label, canvas.tickFont());
  QPolygonF line;
  for (const auto& at : data.theory) line << QPointF(x.at(data.points[at.point].step), y.at(std::log10(at.sigma2)));
  canvas.painter().setBrush(Qt::NoBrush);
  canvas.painter().setPen(QPen(figure_colors::ink, 1.2));
  canvas.painter().drawPolyline(line);
  canvas.painter().setBrush(figure_colors::ink);
  for (const QPointF& point : line) canvas.painter().drawEllipse(point, 1.3, 1.3);
}

}  // namespace

void drawTheoryFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data) {
  const double label = canvas.height(canvas.labelFont());
  const double tick = canvas.height(canvas.tickFont());
  const double left = label + canvas.width(QStringLiteral("−0.00"), canvas.tickFont()) + 5;
  const std::vector<std::size_t> shown{0, data.theory.size() / 2, data.theory.size() - 1};
  double highest = 0.05;
  for (const std::size_t i : shown) {
    for (const auto* shares : {&data.theory[i].measured, &data.theory[i].predicted})
      highest = std::max(highest, *std::max_element(shares->begin(), shares->end()));
  }
  const double barsTop = 2.6 * tick;
  const double barsBottom = 0.54 * page.height();
  const double width = (page.width() - left - 4) / 3.0;
  for (std::size_t p = 0; p < shown.size(); ++p) {
    const auto& at = data.theory[shown[p]];
    const QRectF plot(left + static_cast<double>(p) * width, barsTop, width - 10, barsBottom - barsTop);
    drawPairs(canvas, plot, at, highest, p == 0);
    canvas.text(
        plot.center().x(), 1.25 * tick, Qt::AlignHCenter | Qt::AlignTop,
        tr("step %1, distance %2").arg(stepText(data.points[at.point].step), QString::number(at.residual, 'f', 2)),
        canvas.tickFont());
  }
  canvas.verticalText(label / 2, (barsTop + barsBottom) / 2, tr("share"), canvas.labelFont());
  canvas.text((left + page.width()) / 2, barsBottom + tick + 2, Qt::AlignHCenter | Qt::AlignTop, tr("order"),
              canvas.labelFont());
  const QRectF sigma(left, barsBottom + tick + 2.0 * label, page.width() - left - 4,
                     page.height() - barsBottom - 2.0 * tick - 3.2 * label - 4);
  drawSigma(canvas, sigma, data);
  canvas.verticalText(label / 2, sigma.center().y(), tr("log σ²"), canvas.labelFont());
  canvas.text(sigma.center().x(), page.height(), Qt::AlignHCenter | Qt::AlignBottom, tr("training step"),
              canvas.labelFont());
  double x = left;
  const auto entry = [&](const QString& text, const QColor& color) {
    canvas.fill({x, 0.2 * tick, 0.6 * tick, 0.6 * tick}, color);
    canvas.text(x + 0.6 * tick + 3, 0.5 * tick, Qt::AlignLeft | Qt::AlignVCenter, text, canvas.tickFont());
    x += 0.6 * tick + 14 + canvas.width(text, canvas.tickFont());
  };
  entry(tr("measured"), figure_colors::positive);
  entry(tr("theory, σ² fitted"), figure_colors::negativeOr);
}

}  // namespace spindle
