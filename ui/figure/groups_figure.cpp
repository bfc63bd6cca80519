// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_kinds.h"
#include "ui/figure/order_bars.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace spindle {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Figure", text);
}

}  // namespace

void drawGroupsFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data, const FigureSpec& spec) {
  const double label = canvas.height(canvas.labelFont());
  const double tick = canvas.height(canvas.tickFont());
  const double left = label + canvas.width(QStringLiteral("\u22120.00"), canvas.tickFont()) + 6;
  const double legend = 1.4 * tick * strengthLegendRows(canvas, page.width() - left);
  const GroupComparison& groups = *data.groups;
  double low = 0.0, high = 0.0;
  for (const OrderStrength* strength : {&groups.clean, &groups.mislabeled}) {
    for (int k = 1; k <= strength->variables(); ++k) {
      low = std::min(low, strength->negative(k));
      high = std::max(high, strength->positive(k));
    }
  }
  const double width = (page.width() - left - 8) / 2;
  const std::array<std::pair<const OrderStrength*, QString>, 2> panels{
      std::pair(&groups.clean, tr("%1 clean samples").arg(groups.clean.samples)),
      std::pair(&groups.mislabeled, tr("%1 mislabeled samples").arg(groups.mislabeled.samples))};
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const QRectF plot(left + static_cast<double>(p) * (width + 8), legend + 1.3 * tick, width - 8,
                      page.height() - legend - 2.6 * tick - label);
    const FigureAxis axis = FigureAxis::linear(1.05 * low, 1.05 * high, plot.bottom(), plot.top(), 5, false);
    drawOrderBars(canvas, plot, *panels[p].first, axis, spec.hatchNegative);
    drawOrderAxes(canvas, plot, data.variables, axis);
    const double share = p == 0 ? groups.cleanShare : groups.mislabeledShare;
    canvas.text(plot.center().x(), legend, Qt::AlignHCenter | Qt::AlignTop,
                tr("%1, orders \u2265 3: %2 %").arg(panels[p].second, QString::number(100.0 * share, 'f', 0)),
                canvas.tickFont());
  }
  canvas.verticalText(label / 2, legend + (page.height() - legend - label) / 2, tr("strength"), canvas.labelFont());
  canvas.text(left + (page.width() - left) / 2, page.height(), Qt::AlignHCenter | Qt::AlignBottom,
              tr("order of interaction, after step %1").arg(stepText(data.points.back().step)), canvas.labelFont());
  drawStrengthLegend(canvas, left + (page.width() - left) / 2, 0, page.width() - left);
}

}  // namespace spindle
