// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/grouped_bars_plot.h"

#include "ui/plots/plot_style.h"
#include "ui/plots/plot_surface.h"
#include "ui/session/wording.h"

#include <QHelpEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace spindle {

struct GroupedBarsPlot::Parts {
  QCustomPlot* plot = nullptr;
  QCPTextElement* heading = nullptr;
  PlotColors colors;
};

GroupedBarsPlot::GroupedBarsPlot(const QString& name, const QString& valueLabel, QWidget* parent)
    : QWidget(parent), parts_(std::make_unique<Parts>()) {
  setAccessibleName(name);
  auto* plot = parts_->plot = new PlotSurface(this);
  plot->setFocusPolicy(Qt::NoFocus);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(plot);
  parts_->heading = addPlotHead(*plot);
  plot->xAxis->setLabel(tr("order"));
  plot->xAxis->grid()->setVisible(false);
  plot->yAxis->setLabel(valueLabel);
  plot->yAxis->setNumberFormat("gb");
  auto ticker = QSharedPointer<QCPAxisTickerFixed>::create();
  ticker->setTickStep(1.0);
  plot->xAxis->setTicker(ticker);
  redraw();
}

GroupedBarsPlot::~GroupedBarsPlot() = default;

QColor GroupedBarsPlot::color(Ink ink) const {
  const PlotColors& c = parts_->colors;
  switch (ink) {
    case Ink::positive:
      return c.positive;
    case Ink::negative:
      return c.negative;
    case Ink::train:
      return c.train;
    case Ink::test:
      return c.test;
    case Ink::text:
      break;
  }
  return c.text;
}

void GroupedBarsPlot::show(const std::vector<Series>& series, const QString& heading) {
  series_ = series;
  heading_ = heading;
  redraw();
}

void GroupedBarsPlot::clear(const QString& why) {
  show({}, why);
}

void GroupedBarsPlot::setHighest(double value) {
  highest_ = value;
}

void GroupedBarsPlot::redraw() {
  QCustomPlot* plot = parts_->plot;
  parts_->colors = PlotColors::of(palette());
  plot->clearPlottables();
  const auto bars = static_cast<double>(
      std::count_if(series_.begin(), series_.end(), [](const Series& series) { return !series.line; }));
  const double width = 0.76 / std::max(1.0, bars);
  double offset = -0.5 * width * (bars - 1.0);
  std::size_t orders = 0;
  double low = 0.0, high = highest_;
  for (const Series& series : series_) {
    orders = std::max(orders, series.values.size());
    QVector<double> keys, values;
    for (std::size_t k = 0; k < series.values.size(); ++k) {
      keys << static_cast<double>(k + 1) + (series.line ? 0.0 : offset);
      values << series.values[k];
      if (!std::isfinite(series.values[k])) continue;
      low = std::min(low, series.values[k]);
      high = std::max(high, series.values[k]);
    }
    const QColor ink = color(series.ink);
    if (series.line) {
      auto* graph = plot->addGraph();
      graph->setName(series.name);
      QPen pen(ink, 1.8);
      if (series.dashed) pen.setDashPattern({4.0, 2.5});
      graph->setPen(pen);
      graph->setData(keys, values, true);
      continue;
    }
    auto* shown = new QCPBars(plot->xAxis, plot->yAxis);
    shown->setName(series.name);
    shown->setWidth(width * 0.94);
    shown->setPen(Qt::NoPen);
    shown->setAntialiased(false);
    shown->setBrush(series.dashed ? parts_->colors.hatched(ink, devicePixelRatioF()) : QBrush(ink));
    shown->setData(keys, values, true);
    offset += width;
  }
  plot->xAxis->setRange(0.5, static_cast<double>(std::max<std::size_t>(1, orders)) + 0.5);
  plot->yAxis->setRange(low < 0.0 ? 1.08 * low : 0.0, high > 0.0 ? 1.08 * high : 1.0);
  const bool any = orders > 0;
  plot->xAxis->setTickLabels(any);
  plot->yAxis->setTickLabels(any);
  stylePlot(*plot, parts_->colors, font());
  plot->yAxis->grid()->setZeroLinePen(QPen(parts_->colors.text, 1.0));
  parts_->heading->setText(heading_);
  parts_->heading->setFont(smallFont(font()));
  parts_->heading->setTextColor(any ? parts_->colors.text : parts_->colors.faintText);
  setAccessibleDescription(heading_);
  plot->replot(QCustomPlot::rpQueuedReplot);
}

QString GroupedBarsPlot::hoverText(int order) const {
  QStringList texts;
  for (const Series& series : series_) {
    if (order < 1 || order > static_cast<int>(series.values.size())) continue;
    texts << tr("%1 %2").arg(series.name, valueText(series.values[static_cast<std::size_t>(order - 1)]));
  }
  return texts.isEmpty() ? QString() : tr("Order %1: %2").arg(order).arg(texts.join(QStringLiteral(", ")));
}

bool GroupedBarsPlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const auto order = static_cast<int>(std::lround(parts_->plot->xAxis->pixelToCoord(help->pos().x())));
  const QString text = hoverText(order);
  text.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), text, this);
  return true;
}

void GroupedBarsPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) redraw();
}

}  // namespace spindle
