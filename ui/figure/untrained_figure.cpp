// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/untrained.h"
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

void drawUntrainedFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data) {
  const OrderStrength& first = data.points.front().strength;
  const int n = first.variables();
  const std::vector<double> measured = first.shares();
  struct Curve {
    std::vector<double> shares;
    QString name;
    QColor color;
    bool dashed;
  };
  const std::array<Curve, 2> curves{
      Curve{untrainedShares(n, 1.0), tr("independent scores: C(n,k) 2^(k/2)"), figure_colors::negative, false},
      Curve{untrainedShares(n, 0.0), tr("equal variances: C(n,k)"), QColor(0x00, 0x9E, 0x73), true}};
  double highest = *std::max_element(measured.begin(), measured.end());
  for (const Curve& curve : curves)
    highest = std::max(highest, *std::max_element(curve.shares.begin(), curve.shares.end()));

  const double label = canvas.height(canvas.labelFont());
  const double tick = canvas.height(canvas.tickFont());
  const double left = label + canvas.width(QStringLiteral("0.00"), canvas.tickFont()) + 6;
  const double legend = 3.9 * tick;
  const QRectF plot(left, legend, page.width() - left - 6, page.height() - legend - label - 1.6 * tick);
  const FigureAxis y = FigureAxis::linear(0.0, highest, plot.bottom(), plot.top(), 5, true);
  const double slot = plot.width() / n;
  const auto middle = [&](int k) { return plot.left() + (k - 0.5) * slot; };
  for (int k = 1; k <= n; ++k) {
    const double share = measured[static_cast<std::size_t>(k - 1)];
    canvas.fill({QPointF(middle(k) - 0.35 * slot, y.at(share)), QPointF(middle(k) + 0.35 * slot, y.at(0))},
                figure_colors::positive);
    canvas.text(middle(k), plot.bottom() + 2, Qt::AlignHCenter | Qt::AlignTop, QString::number(k), canvas.tickFont());
  }
  canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), figure_colors::ink, 0.6);
  canvas.line(plot.left(), plot.top(), plot.left(), plot.bottom(), figure_colors::ink, 0.6);
  for (const auto& t : y.ticks())
    canvas.text(plot.left() - 3.5, y.at(t.value), Qt::AlignRight | Qt::AlignVCenter, t.label, canvas.tickFont());
  double row = 0.6 * tick;
  canvas.fill({left, row - 0.3 * tick, 16, 0.6 * tick}, figure_colors::positive);
  canvas.text(left + 22, row, Qt::AlignLeft | Qt::AlignVCenter,
              tr("measured after step %1").arg(stepText(data.points.front().step)), canvas.tickFont());
  for (const Curve& curve : curves) {
    row += 1.2 * tick;
    canvas.line(left, row, left + 16, row, curve.color, 1.3, curve.dashed);
    canvas.text(left + 22, row, Qt::AlignLeft | Qt::AlignVCenter, curve.name, canvas.tickFont());
    for (int k = 2; k <= n; ++k) {
      canvas.line(middle(k - 1), y.at(curve.shares[static_cast<std::size_t>(k - 2)]), middle(k),
                  y.at(curve.shares[static_cast<std::size_t>(k - 1)]), curve.color, 1.3, curve.dashed);
    }
  }
  canvas.verticalText(label / 2, plot.center().y(), tr("share of the strength"), canvas.labelFont());
  canvas.text(plot.center().x(), page.height(), Qt::AlignHCenter | Qt::AlignBottom, tr("order of interaction"),
              canvas.labelFont());
}

}  // namespace spindle
