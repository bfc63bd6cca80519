// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_bars_plot.h"

#include "ui/plots/order_bars_parts.h"
#include "ui/plots/plot_surface.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>

namespace spindle {

OrderBarsPlot::OrderBarsPlot(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>()) {
  setObjectName("orderBars");
  setAccessibleName(tr("Strength by order"));
  auto* plot = parts_->plot = new PlotSurface(this);
  plot->setFocusPolicy(Qt::NoFocus);
  plot->setNoAntialiasingOnDrag(true);
  plot->installEventFilter(this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(plot);

  plot->addLayer("behind", plot->layer("grid"), QCustomPlot::limBelow);
  plot->plotLayout()->insertRow(0);
  auto* top = new QCPLayoutGrid;
  plot->plotLayout()->addElement(0, 0, top);
  parts_->heading = new QCPTextElement(plot, QString());
  parts_->heading->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter);
  // Where both have no room the heading is cut: a legend without its last signs would tell the wrong ones.
  parts_->heading->setMinimumSize(1, 0);
  parts_->legend = new QCPLegend;
  parts_->legend->setFillOrder(QCPLegend::foColumnsFirst);
  parts_->legend->setBorderPen(Qt::NoPen);
  parts_->legend->setMargins({0, 2, 4, 2});
  parts_->legend->setColumnSpacing(10);
  top->addElement(0, 0, parts_->heading);
  top->addElement(0, 1, parts_->legend);
  top->setColumnStretchFactor(1, 0.001);
  top->setMargins({6, 4, 6, 0});
  plot->plotLayout()->setRowStretchFactor(0, 0.001);
  parts_->legend->setLayer("legend");

  for (std::size_t sign = 0; sign < 2; ++sign) {
    auto* outline = parts_->pinned[sign] = new QCPBars(plot->xAxis, plot->yAxis);
    outline->setWidth(0.86);
    outline->setBrush(Qt::NoBrush);
    outline->removeFromLegend();
  }
  for (std::size_t kind = 0; kind < Parts::kinds; ++kind) {
    auto* bars = parts_->bars[kind] = new QCPBars(plot->xAxis, plot->yAxis);
    bars->setWidth(OrderBarsLayout::barWidth);
    bars->setPen(Qt::NoPen);
    bars->setAntialiased(false);
    bars->removeFromLegend();
    if (kind % 2 == 1) bars->moveAbove(parts_->bars[kind - 1]);
    auto* beside = parts_->beside[kind] = new QCPBars(plot->xAxis, plot->yAxis);
    beside->setPen(Qt::NoPen);
    beside->setAntialiased(false);
    beside->removeFromLegend();
    if (kind % 2 == 1) beside->moveAbove(parts_->beside[kind - 1]);
  }
  for (std::size_t sign = 0; sign < 2; ++sign) {
    parts_->totals[sign] = plot->addGraph();
    parts_->totals[sign]->setLineStyle(QCPGraph::lsNone);
    parts_->totals[sign]->removeFromLegend();
    parts_->errors[sign] = new QCPErrorBars(plot->xAxis, plot->yAxis);
    parts_->errors[sign]->setDataPlottable(parts_->totals[sign]);
    parts_->errors[sign]->setWhiskerWidth(6);
    parts_->errors[sign]->setSymbolGap(0);
    parts_->errors[sign]->removeFromLegend();
  }
  parts_->lit = new QCPItemRect(plot);
  parts_->lit->setLayer("behind");
  parts_->lit->setPen(Qt::NoPen);
  for (auto* corner : {parts_->lit->topLeft, parts_->lit->bottomRight})
    corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
  parts_->lit->setVisible(false);
  plot->xAxis->setLabel(tr("order"));
  plot->xAxis->grid()->setVisible(false);
  plot->xAxis->setSubTicks(false);
  plot->yAxis->setSubTicks(false);
  auto ticker = QSharedPointer<QCPAxisTickerFixed>::create();
  ticker->setTickStep(1.0);
  plot->xAxis->setTicker(ticker);
  plot->yAxis->setNumberFormat("gb");
  setValueLabel(tr("strength"));
  setLimits(-1.0, 1.0);
  restyle();
}

OrderBarsPlot::~OrderBarsPlot() = default;

void OrderBarsPlot::setSpread(std::vector<std::pair<double, double>> positive,
                              std::vector<std::pair<double, double>> negative) {
  data_.positiveSpread = std::move(positive);
  data_.negativeSpread = std::move(negative);
}

void OrderBarsPlot::setBeside(std::optional<OrderStrength> strength, const QString& name, const QString& besideName,
                              bool differences) {
  const bool same = strength.has_value() == data_.beside.has_value() && name == data_.name &&
                    besideName == data_.besideName && differences == data_.differences;
  data_.beside = std::move(strength);
  data_.name = name;
  data_.besideName = besideName;
  data_.differences = differences;
  if (!same) colorBars();
}

void OrderBarsPlot::setLimits(double low, double high) {
  const auto [bottom, top] = strengthAxis(low, high);
  parts_->plot->yAxis->setRange(bottom, top);
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderBarsPlot::setValueLabel(const QString& text) {
  parts_->plot->yAxis->setLabel(text);
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderBarsPlot::show(const OrderStrength& strength, bool real) {
  data_.strength = strength;
  data_.real = real;
  redraw();
}

void OrderBarsPlot::setMeasured(const OrderStrength& strength, double whole, bool shares) {
  data_.measured = strength;
  data_.whole = whole;
  data_.shares = shares;
}

void OrderBarsPlot::clear() {
  const int lit = data_.lit;
  data_ = {};
  data_.lit = lit;
  setHeading(QString());
}

void OrderBarsPlot::setHeading(const QString& text) {
  heading_ = text;
  redraw();
}

void OrderBarsPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  cutHeading();
}

void OrderBarsPlot::setErrors(std::vector<double> positive, std::vector<double> negative) {
  data_.positiveErrors = std::move(positive);
  data_.negativeErrors = std::move(negative);
}

void OrderBarsPlot::setBand(std::vector<Spread> positive, std::vector<Spread> negative) {
  data_.positiveBand = std::move(positive);
  data_.negativeBand = std::move(negative);
}

void OrderBarsPlot::setTies(std::optional<std::pair<OrderStrength, OrderStrength>> ends) {
  data_.ties = std::move(ends);
}

void OrderBarsPlot::setPinned(const std::optional<OrderStrength>& strength, const QString& name) {
  data_.pinned = strength;
  data_.pinnedName = name;
  redraw();
}

void OrderBarsPlot::setLit(int order) {
  data_.lit = order;
  redraw();
}

QRectF OrderBarsPlot::bar(int order, bool positive) const {
  const QRectF bar = layout_.bar(order, positive);
  if (bar.width() == 0.0) return {};
  const QCPAxis* x = parts_->plot->xAxis;
  const QCPAxis* y = parts_->plot->yAxis;
  const QPointF from(x->coordToPixel(bar.left()), y->coordToPixel(bar.top()));
  const QPointF to(x->coordToPixel(bar.right()), y->coordToPixel(bar.bottom()));
  return QRectF(from, to).normalized();
}

int OrderBarsPlot::orderAt(const QPointF& place) const {
  if (!parts_->plot->axisRect()->rect().contains(place.toPoint())) return 0;
  return layout_.orderAt(parts_->plot->xAxis->pixelToCoord(place.x()));
}

QString OrderBarsPlot::hoverText(int order, bool positive) const {
  return orderBarText(data_, order, positive);
}

bool OrderBarsPlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int order = orderAt(help->pos());
  if (order == 0) {
    QToolTip::hideText();
  } else {
    const bool positive = help->pos().y() <= parts_->plot->yAxis->coordToPixel(0.0);
    QToolTip::showText(help->globalPos(), QStringLiteral("<p>") + hoverText(order, positive).toHtmlEscaped() + "</p>",
                       this);
  }
  return true;
}

void OrderBarsPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) restyle();
}

bool OrderBarsPlot::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseButtonPress) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const int order = orderAt(mouse->position());
    if (mouse->button() == Qt::LeftButton && order != 0) emit orderClicked(order);
  }
  std::optional<std::pair<int, bool>> hovered;
  if (event->type() == QEvent::MouseMove) {
    const QPointF at = static_cast<QMouseEvent*>(event)->position();
    hovered = {orderAt(at), at.y() <= parts_->plot->yAxis->coordToPixel(0.0)};
  } else if (event->type() == QEvent::Leave) {
    hovered = {0, true};
  }
  if (hovered && *hovered != hovered_) {
    hovered_ = *hovered;
    emit barHovered(hovered_.first, hovered_.second);
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace spindle
