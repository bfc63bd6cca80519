// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_map_plot.h"

#include "ui/plots/plot_colors.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/plot_surface.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr int resolution = 1200;  // columns of the picture

}  // namespace

struct OrderMapPlot::Parts {
  QCustomPlot* plot = nullptr;
  QCPColorMap* cells = nullptr;
  QCPItemLine *phase = nullptr, *head = nullptr;
  QCPItemRect* lit = nullptr;
  QCPLayer* headLayer = nullptr;
  QCPItemText* empty = nullptr;
  PlotColors colors;
};

OrderMapPlot::OrderMapPlot(const DynamicsTrack& track, Playhead& playhead, QWidget* parent)
    : QWidget(parent), parts_(std::make_unique<Parts>()), track_(track), playhead_(playhead) {
  setObjectName("orderMap");
  setAccessibleName(tr("Share of each order over training"));
  auto* plot = parts_->plot = new PlotSurface(this);
  plot->setFocusPolicy(Qt::NoFocus);
  plot->setMouseTracking(true);
  plot->installEventFilter(this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(plot);

  plot->xAxis->setTickLabels(false);
  plot->xAxis->setSubTicks(false);
  plot->xAxis->setTicks(false);
  plot->xAxis->grid()->setVisible(false);
  plot->xAxis->setRange(-0.02, 1.02);
  plot->yAxis->setLabel(tr("order"));
  plot->yAxis->setSubTicks(false);
  plot->yAxis->grid()->setVisible(false);
  parts_->cells = new QCPColorMap(plot->xAxis, plot->yAxis);
  parts_->cells->setInterpolate(false);
  parts_->cells->setAntialiased(false);
  parts_->lit = new QCPItemRect(plot);
  parts_->lit->setBrush(Qt::NoBrush);
  parts_->lit->topLeft->setTypeX(QCPItemPosition::ptAxisRectRatio);
  parts_->lit->bottomRight->setTypeX(QCPItemPosition::ptAxisRectRatio);
  plot->addLayer("playhead");
  parts_->headLayer = plot->layer("playhead");
  parts_->headLayer->setMode(QCPLayer::lmBuffered);
  parts_->phase = new QCPItemLine(plot);
  parts_->head = new QCPItemLine(plot);
  parts_->head->setLayer(parts_->headLayer);
  for (QCPItemLine* line : {parts_->phase, parts_->head}) {
    for (auto* end : {line->start, line->end}) end->setTypeY(QCPItemPosition::ptAxisRectRatio);
  }
  parts_->empty = new QCPItemText(plot);
  parts_->empty->position->setType(QCPItemPosition::ptAxisRectRatio);
  parts_->empty->position->setCoords(0.5, 0.5);
  connect(&playhead_, &Playhead::moved, this, &OrderMapPlot::movePlayhead);
  connect(&playhead_, &Playhead::axisChanged, this, &OrderMapPlot::refresh);
  restyle();
  refresh();
}

OrderMapPlot::~OrderMapPlot() = default;

void OrderMapPlot::restyle() {
  const PlotColors& c = parts_->colors = PlotColors::of(palette());
  QCustomPlot* plot = parts_->plot;
  plot->setBackground(QBrush(c.background));
  const QFont small = smallFont(font());
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) styleAxis(*axis, c, font(), small);
  keepSideMargins(*plot->axisRect(), font(), {0, 4, 0, 2});
  QCPColorGradient gradient;
  gradient.clearColorStops();
  gradient.setColorStopAt(0.0, c.background);
  gradient.setColorStopAt(1.0, c.positive);
  gradient.setNanHandling(QCPColorGradient::nhTransparent);
  parts_->cells->setGradient(gradient);
  parts_->phase->setPen(QPen(c.marker, 1.4, Qt::DashLine));
  parts_->head->setPen(QPen(c.playhead, 1.8));
  parts_->lit->setPen(QPen(c.lit, 2.0));
  parts_->empty->setColor(c.faintText);
  parts_->empty->setFont(font());
  plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderMapPlot::refresh() {
  layout_ = orderMapLayout(track_, playhead_.axis());
  QCustomPlot* plot = parts_->plot;
  const int orders = std::max(1, layout_.orders);
  plot->yAxis->setRange(0.5, orders + 0.5);
  auto ticker = QSharedPointer<QCPAxisTickerFixed>::create();
  ticker->setTickStep(orders > 12 ? 4.0 : orders > 6 ? 2.0 : 1.0);
  plot->yAxis->setTicker(ticker);
  parts_->empty->setText(layout_.columns.empty() && track_.size() > 0 ? tr("no checkpoint is computed yet")
                                                                      : QString());
  paintCells();
  showMarks();
  movePlayhead();
}

void OrderMapPlot::paintCells() {
  QCPColorMapData* cells = parts_->cells->data();
  const int orders = std::max(1, layout_.orders);
  cells->setSize(resolution, orders);
  const QCPRange x = parts_->plot->xAxis->range();
  const double half = 0.5 * x.size() / resolution;
  cells->setRange({x.lower + half, x.upper - half}, {1.0, static_cast<double>(orders)});
  cells->fill(std::nan(""));
  for (int i = 0; i < resolution; ++i) {
    const auto* column = layout_.at(x.lower + (2 * i + 1) * half);
    if (column == nullptr) continue;
    for (std::size_t k = 0; k < column->shares.size(); ++k) cells->setCell(i, static_cast<int>(k), column->shares[k]);
  }
  parts_->cells->setDataRange({0.0, layout_.largest > 0.0 ? layout_.largest : 1.0});
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderMapPlot::setPhase(const std::optional<std::size_t>& checkpoint) {
  phase_ = checkpoint;
  showMarks();
}

void OrderMapPlot::setLit(int order) {
  lit_ = order;
  showMarks();
}

void OrderMapPlot::showMarks() {
  const bool there = phase_ && *phase_ < playhead_.axis().size() && !layout_.columns.empty();
  parts_->phase->setVisible(there);
  if (there) {
    const double place = playhead_.axis().place(*phase_);
    parts_->phase->start->setCoords(place, 0.0);
    parts_->phase->end->setCoords(place, 1.0);
  }
  parts_->lit->setVisible(lit_ >= 1 && lit_ <= layout_.orders);
  parts_->lit->topLeft->setCoords(0.0, lit_ + 0.5);
  parts_->lit->bottomRight->setCoords(1.0, lit_ - 0.5);
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderMapPlot::movePlayhead() {
  parts_->head->setVisible(playhead_.hasSpot());
  parts_->head->start->setCoords(playhead_.place(), 0.0);
  parts_->head->end->setCoords(playhead_.place(), 1.0);
  parts_->headLayer->replot();
}

int OrderMapPlot::orderAt(const QPointF& at) const {
  const auto order = static_cast<int>(std::lround(parts_->plot->yAxis->pixelToCoord(at.y())));
  return order >= 1 && order <= layout_.orders ? order : 0;
}

QPointF OrderMapPlot::placeOnScreen(double place, int order) const {
  return {parts_->plot->xAxis->coordToPixel(place), parts_->plot->yAxis->coordToPixel(order)};
}

QString OrderMapPlot::hoverText(const QPointF& at) const {
  const auto* column = layout_.at(parts_->plot->xAxis->pixelToCoord(at.x()));
  return column == nullptr ? QString() : orderMapText(track_, column->checkpoint, orderAt(at));
}

void OrderMapPlot::click(const QPointF& at) {
  const auto* column = layout_.at(parts_->plot->xAxis->pixelToCoord(at.x()));
  if (column == nullptr) return;
  playhead_.pause();
  playhead_.moveTo(column->checkpoint);
  if (const int order = orderAt(at); order > 0 && order != lit_) emit orderClicked(order);
}

bool OrderMapPlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString text = hoverText(help->pos());
  if (text.isEmpty())
    QToolTip::hideText();
  else
    QToolTip::showText(help->globalPos(), QStringLiteral("<p>") + text.toHtmlEscaped() + "</p>", this);
  return true;
}

void OrderMapPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) restyle();
}

bool OrderMapPlot::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseButtonPress) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->button() == Qt::LeftButton) click(mouse->position());
  } else if (event->type() == QEvent::Wheel) {
    const int steps = static_cast<QWheelEvent*>(event)->angleDelta().y();
    if (steps != 0) playhead_.step(steps > 0 ? 1 : -1);
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace spindle
