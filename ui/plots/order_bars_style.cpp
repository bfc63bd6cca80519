// SPDX-License-Identifier: GPL-3.0-or-later
// Colors, fonts and the legend of the bars.
#include "ui/plots/order_bars_parts.h"
#include "ui/plots/plot_style.h"

namespace spindle {

void OrderBarsPlot::restyle() {
  PlotColors& c = parts_->colors = PlotColors::of(palette());
  QCustomPlot* plot = parts_->plot;
  plot->setBackground(QBrush(c.background));
  const QFont small = smallFont(font());
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
    styleAxis(*axis, c, font(), small);
    axis->grid()->setZeroLinePen(QPen(c.text, 1.2));
  }
  colorBars();
  for (QCPErrorBars* errors : parts_->errors) errors->setPen(QPen(c.text, 1.0));
  for (QCPBars* outline : parts_->pinned) outline->setPen(QPen(c.faintText, 1.5));
  parts_->lit->setBrush(QColor(c.lit.red(), c.lit.green(), c.lit.blue(), c.dark ? 60 : 80));
  redraw();
}

/// By sign; two runs side by side by run, and the sign is told by direction alone.
void OrderBarsPlot::colorBars() {
  const PlotColors& c = parts_->colors;
  const double ratio = devicePixelRatioF();
  const bool two = data_.beside && !data_.differences;
  for (std::size_t kind = 0; kind < Parts::kinds; ++kind) {
    const auto brush = [&](const QColor& color) { return kind % 2 == 1 ? c.hatched(color, ratio) : QBrush(color); };
    parts_->bars[kind]->setBrush(brush(two ? c.firstRun : c.strength(kind < 2)));
    parts_->beside[kind]->setBrush(brush(c.secondRun));
  }
  const char* const names[Parts::kinds] = {QT_TR_NOOP("AND +"), QT_TR_NOOP("OR +"), QT_TR_NOOP("AND \u2212"),
                                           QT_TR_NOOP("OR \u2212")};
  QCPLegend* legend = parts_->legend;
  legend->clearItems();
  const auto add = [legend](QCPBars* bars, const QString& name) {
    bars->setName(name);
    bars->addToLegend(legend);
  };
  if (data_.beside && data_.differences) {
    add(parts_->bars[0], tr("more in %1").arg(data_.besideName));
    add(parts_->bars[2], tr("less"));
  } else if (two) {
    add(parts_->bars[0], data_.name);
    add(parts_->beside[0], data_.besideName);
    add(parts_->bars[1], tr("hatched: OR"));
  } else {
    for (std::size_t kind = 0; kind < Parts::kinds; ++kind) add(parts_->bars[kind], tr(names[kind]));
  }
  styleLegend(*legend, c, smallFont(font()));
  legend->setIconSize(12, 12);
}

}  // namespace spindle
