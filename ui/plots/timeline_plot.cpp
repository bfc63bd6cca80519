// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/timeline_plot.h"

#include "ui/plots/plot_colors.h"
#include "ui/plots/plot_marker.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/plot_surface.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace spindle {
namespace {

constexpr double nearPixels = 5.0;

QVector<double> listed(const std::vector<double>& values) {
  return QVector<double>(values.begin(), values.end());
}

}  // namespace

struct TimelinePlot::Parts {
  QCustomPlot* plot = nullptr;
  QCPAxisRect* strip = nullptr;
  QCPAxis* stripX = nullptr;
  QCPGraph *train = nullptr, *test = nullptr, *meanOrder = nullptr, *column = nullptr;
  QCPAxis* columnAxis = nullptr;
  std::array<QCPGraph*, 3> ticks{};  // waiting, done, failed: as TickState
  QCPItemRect* interval = nullptr;
  std::unique_ptr<PlotMarker> phase, own, pinned;
  QCPLayer* headLayer = nullptr;
  QCPItemLine *head = nullptr, *stripHead = nullptr;
  QCPItemText *empty = nullptr, *none = nullptr;
  PlotColors colors;
  bool dragging = false, draggingOwn = false;
};

TimelinePlot::TimelinePlot(const DynamicsTrack& track, Playhead& playhead, QWidget* parent)
    : QWidget(parent), parts_(std::make_unique<Parts>()), track_(track), playhead_(playhead) {
  setObjectName("timeline");
  setAccessibleName(tr("Losses over training, with the playhead"));
  auto* plot = parts_->plot = new PlotSurface(this);
  plot->setFocusPolicy(Qt::NoFocus);
  plot->setMouseTracking(true);
  plot->installEventFilter(this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(plot);

  plot->xAxis->setTickLabels(false);
  plot->xAxis->setSubTicks(false);
  plot->yAxis->setLabel(tr("loss"));
  plot->yAxis->setSubTicks(false);
  plot->yAxis2->setLabel(tr("mean order"));
  plot->yAxis2->setSubTicks(false);
  plot->yAxis2->setVisible(true);
  plot->yAxis2->grid()->setVisible(false);
  parts_->columnAxis = plot->axisRect()->addAxis(QCPAxis::atRight);
  parts_->columnAxis->setVisible(false);  // the margins have no room for a third; the legend tells its ends
  parts_->columnAxis->grid()->setVisible(false);
  for (QCPAxis* axis : {plot->yAxis, plot->yAxis2}) axis->setNumberFormat("gb");

  parts_->strip = new QCPAxisRect(plot);
  plot->plotLayout()->addElement(1, 0, parts_->strip);
  parts_->strip->setMinimumSize(10, 20);
  parts_->strip->setMaximumSize(QWIDGETSIZE_MAX, 20);
  plot->plotLayout()->setRowSpacing(0);
  parts_->stripX = parts_->strip->axis(QCPAxis::atBottom);
  parts_->stripX->setSubTicks(false);
  parts_->strip->axis(QCPAxis::atLeft)->setVisible(false);
  parts_->strip->axis(QCPAxis::atLeft)->grid()->setVisible(false);
  parts_->strip->axis(QCPAxis::atLeft)->setRange(-1.0, 1.0);
  parts_->stripX->grid()->setVisible(false);
  for (QCPAxis* axis : {plot->xAxis, parts_->stripX}) axis->setRange(-0.02, 1.02);
  buildCurves();
  buildMarkers();

  connect(&playhead_, &Playhead::moved, this, &TimelinePlot::movePlayhead);
  connect(&playhead_, &Playhead::axisChanged, this, &TimelinePlot::refreshAxis);
  restyle();
  resetSeries();
}

TimelinePlot::~TimelinePlot() = default;

void TimelinePlot::buildCurves() {
  QCustomPlot* plot = parts_->plot;
  parts_->train = plot->addGraph();
  parts_->train->setName(tr("train loss"));
  parts_->test = plot->addGraph();
  parts_->test->setName(tr("test loss"));
  parts_->test->setChannelFillGraph(parts_->train);
  parts_->meanOrder = plot->addGraph(plot->xAxis, plot->yAxis2);
  parts_->meanOrder->setName(tr("mean order"));
  parts_->column = plot->addGraph(plot->xAxis, parts_->columnAxis);
  parts_->column->removeFromLegend();
  for (QCPGraph*& graph : parts_->ticks) {
    graph = plot->addGraph(parts_->stripX, parts_->strip->axis(QCPAxis::atLeft));
    graph->setLineStyle(QCPGraph::lsNone);
    graph->removeFromLegend();
  }
  plot->legend->setVisible(true);
  plot->legend->setFillOrder(QCPLegend::foColumnsFirst);
  plot->legend->setBorderPen(Qt::NoPen);
  plot->legend->setColumnSpacing(10);
  // Above the curves, where nothing lies, at the right end.
  plot->plotLayout()->insertRow(0);
  auto* top = new QCPLayoutGrid;
  plot->plotLayout()->addElement(0, 0, top);
  plot->axisRect()->insetLayout()->take(plot->legend);
  top->addElement(0, 0, new QCPTextElement(plot, QString()));
  top->addElement(0, 1, plot->legend);
  plot->legend->setLayer("legend");
  top->setColumnStretchFactor(1, 0.001);
  plot->legend->setMargins({0, 2, 4, 0});
  plot->plotLayout()->setRowStretchFactor(0, 0.001);
}

void TimelinePlot::buildMarkers() {
  QCustomPlot* plot = parts_->plot;
  parts_->interval = new QCPItemRect(plot);
  parts_->interval->setLayer("grid");
  parts_->interval->setPen(Qt::NoPen);
  for (auto* corner : {parts_->interval->topLeft, parts_->interval->bottomRight})
    corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
  parts_->pinned = std::make_unique<PlotMarker>(plot, "main", Qt::SolidLine, 1.0);
  parts_->phase = std::make_unique<PlotMarker>(plot, "main", Qt::DashLine, 1.4);
  parts_->own = std::make_unique<PlotMarker>(plot, "main", Qt::DashLine, 1.4);
  parts_->empty = new QCPItemText(plot);
  parts_->empty->position->setType(QCPItemPosition::ptAxisRectRatio);
  parts_->empty->position->setCoords(0.5, 0.5);
  parts_->none = new QCPItemText(plot);
  parts_->none->position->setType(QCPItemPosition::ptAxisRectRatio);
  parts_->none->position->setCoords(0.01, 0.02);
  parts_->none->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
  parts_->none->setTextAlignment(Qt::AlignLeft);
  plot->addLayer("playhead");
  parts_->headLayer = plot->layer("playhead");
  parts_->headLayer->setMode(QCPLayer::lmBuffered);
  parts_->head = new QCPItemLine(plot);
  parts_->stripHead = new QCPItemLine(plot);
  for (QCPItemLine* line : {parts_->head, parts_->stripHead}) {
    line->setLayer(parts_->headLayer);
    for (auto* end : {line->start, line->end}) end->setTypeY(QCPItemPosition::ptAxisRectRatio);
  }
  parts_->head->setClipAxisRect(plot->axisRect());
  for (auto* end : {parts_->stripHead->start, parts_->stripHead->end}) {
    end->setAxes(parts_->stripX, parts_->strip->axis(QCPAxis::atLeft));
    end->setAxisRect(parts_->strip);
  }
  parts_->stripHead->setClipAxisRect(parts_->strip);
  parts_->stripHead->setHead(QCPLineEnding(QCPLineEnding::esSpikeArrow, 11, 9));
}

void TimelinePlot::restyle() {
  const PlotColors& c = parts_->colors = PlotColors::of(palette());
  QCustomPlot* plot = parts_->plot;
  plot->setBackground(QBrush(c.background));
  const QFont small = smallFont(font());
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2, parts_->stripX}) styleAxis(*axis, c, font(), small);
  keepSideMargins(*plot->axisRect(), font(), {0, 6, 0, 2});
  keepSideMargins(*parts_->strip, font(), {0, 0, 0, 0});
  plot->xAxis->setBasePen(Qt::NoPen);
  plot->xAxis->setTickPen(Qt::NoPen);
  parts_->train->setPen(QPen(c.train, 1.8));
  QPen test(c.test, 1.8);
  test.setDashPattern({5.0, 2.5});
  parts_->test->setPen(test);
  parts_->test->setBrush(c.gap);
  parts_->meanOrder->setPen(QPen(c.faintText, 1.4));
  parts_->meanOrder->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, c.faintText, 4.0));
  QPen column(c.text, 1.4);
  column.setDashPattern({1.5, 2.5});
  parts_->column->setPen(column);
  parts_->ticks[0]->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(c.axis, 1.2), Qt::NoBrush, 7));
  parts_->ticks[1]->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(c.positive, 1.2), c.positive, 7));
  parts_->ticks[2]->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCross, QPen(c.failed, 2.0), Qt::NoBrush, 8));
  QColor faint = c.text;
  faint.setAlpha(c.dark ? 36 : 22);
  parts_->interval->setBrush(faint);
  QColor back = c.background;
  back.setAlpha(215);
  QFont bold = small;
  bold.setBold(true);
  parts_->phase->style(c.marker, bold, back);
  parts_->own->style(c.negative, bold, back);
  parts_->pinned->style(c.axis, small, back);
  parts_->head->setPen(QPen(c.playhead, 1.8));
  parts_->stripHead->setPen(QPen(c.playhead, 1.8));
  parts_->empty->setColor(c.faintText);
  parts_->empty->setFont(font());
  parts_->none->setColor(c.text);
  parts_->none->setFont(small);
  parts_->none->setBrush(QBrush(back));
  styleLegend(*plot->legend, c, small);
  plot->legend->setIconSize(22, 10);
  plot->replot(QCustomPlot::rpQueuedReplot);
}

void TimelinePlot::resetSeries() {
  own_.reset();
  pinned_.reset();
  phase_ = {};
  complete_ = false;
  column_.reset();
  refreshAxis();
}

TimelineData TimelinePlot::data() const {
  return {track_, playhead_.axis(), phase_, complete_, own_, pinned_, column_};
}

void TimelinePlot::refreshAxis() {
  auto ticker = QSharedPointer<QCPAxisTickerText>::create();
  for (const StepAxis::Tick& tick : playhead_.axis().ticks()) ticker->addTick(tick.place, tick.label);
  parts_->plot->xAxis->setTicker(ticker);
  parts_->stripX->setTicker(ticker);
  refreshCurves();
}

void TimelinePlot::refreshTicks() {
  refreshCurves();
}

void TimelinePlot::refreshCurves() {
  const TimelineLayout layout = timelineLayout(data());
  for (const auto& [graph, curve] :
       {std::pair(parts_->train, &layout.train), std::pair(parts_->test, &layout.test),
        std::pair(parts_->meanOrder, &layout.meanOrder), std::pair(parts_->column, &layout.column)})
    graph->setData(listed(curve->places), listed(curve->values), true);
  for (std::size_t state = 0; state < layout.ticks.size(); ++state) {
    const QVector<double> places = listed(layout.ticks[state]);
    parts_->ticks[state]->setData(places, QVector<double>(places.size(), 0.0), true);
  }
  QCustomPlot* plot = parts_->plot;
  plot->yAxis->setRange(layout.losses.first, layout.losses.second);
  plot->yAxis2->setRange(layout.orders.first, layout.orders.second);
  parts_->columnAxis->setRange(layout.columns.first, layout.columns.second);
  parts_->column->setName(layout.columnLabel);
  plot->yAxis->setTickLabels(layout.lossAxis);
  plot->yAxis->setLabel(layout.lossLabel);
  parts_->stripX->setLabel(layout.stepLabel);
  parts_->empty->setText(layout.empty);
  const auto inLegend = [plot](QCPGraph* graph, bool shown) {
    const bool there = plot->legend->hasItemWithPlottable(graph);
    if (there != shown) shown ? graph->addToLegend() : graph->removeFromLegend();
    return there != shown;
  };
  const bool trainChanged = inLegend(parts_->train, layout.trainNamed);
  const bool columnChanged = inLegend(parts_->column, !layout.column.empty());
  if (inLegend(parts_->test, layout.testNamed) || trainChanged || columnChanged) restyle();
  refreshMarkers();
  movePlayhead();
}

void TimelinePlot::setPhase(const PhaseResult& phase, bool complete) {
  phase_ = phase;
  complete_ = complete;
  refreshMarkers();
}

void TimelinePlot::setOwnMarker(const std::optional<std::size_t>& checkpoint) {
  own_ = checkpoint;
  refreshMarkers();
}

void TimelinePlot::setPinned(const std::optional<std::size_t>& checkpoint) {
  pinned_ = checkpoint;
  refreshMarkers();
}

void TimelinePlot::setColumn(const std::optional<std::size_t>& column) {
  if (column == column_) return;
  column_ = column;
  refreshCurves();
}

void TimelinePlot::setMeanOrderShown(bool shown) {
  parts_->meanOrder->setVisible(shown);
  parts_->plot->yAxis2->setVisible(shown);
  shown ? parts_->meanOrder->addToLegend() : parts_->meanOrder->removeFromLegend();
  restyle();
}

void TimelinePlot::refreshMarkers() {
  const TimelineMarkers markers = timelineMarkers(data());
  const auto show = [](const PlotMarker& shown, const std::optional<TimelineMarkers::Marker>& marker, double height) {
    marker ? shown.show(marker->place, height, marker->words) : shown.hide();
  };
  show(*parts_->phase, markers.phase, 0.09);
  show(*parts_->own, markers.own, 0.24);
  show(*parts_->pinned, markers.pinned, 0.92);
  noneText_ = markers.none;
  showNone();
  parts_->interval->setVisible(markers.interval.has_value());
  if (markers.interval) {
    parts_->interval->topLeft->setCoords(markers.interval->first, 0.0);
    parts_->interval->bottomRight->setCoords(markers.interval->second, 1.0);
  }
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

/// Cut to the width there is; the whole is told under the pointer.
void TimelinePlot::showNone() {
  const int room = width() - static_cast<int>(8.0 * fontMetrics().height());  // the axis has no size before it is drawn
  parts_->none->setText(QFontMetrics(parts_->none->font()).elidedText(noneText_, Qt::ElideRight, std::max(room, 100)));
  parts_->none->setVisible(!noneText_.isEmpty());
}

void TimelinePlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showNone();
}

void TimelinePlot::movePlayhead() {
  const bool there = playhead_.hasSpot();
  for (QCPItemLine* line : {parts_->head, parts_->stripHead}) {
    line->setVisible(there);
    line->start->setCoords(playhead_.place(), 0.0);
    line->end->setCoords(playhead_.place(), 1.0);
  }
  parts_->stripHead->end->setCoords(playhead_.place(), 0.45);
  parts_->headLayer->replot();
}

double TimelinePlot::placeAt(const QPointF& at) const {
  return parts_->stripX->pixelToCoord(at.x());
}

QPointF TimelinePlot::placeOnScreen(double place) const {
  return {parts_->stripX->coordToPixel(place), static_cast<double>(parts_->strip->rect().center().y())};
}

double TimelinePlot::reach() const {
  return std::abs(parts_->stripX->pixelToCoord(nearPixels) - parts_->stripX->pixelToCoord(0.0));
}

bool TimelinePlot::overTicks(const QPointF& at) const {
  return parts_->strip->outerRect().contains(at.toPoint());
}

void TimelinePlot::dragTo(const QPointF& at) {
  if (playhead_.axis().size() == 0) return;
  const double place = placeAt(at);
  if (const auto checkpoint = finishedAt(data(), place, reach())) {
    playhead_.moveTo(*checkpoint);
  } else {
    playhead_.moveToPlace(std::clamp(place, 0.0, 1.0));
  }
}

QString TimelinePlot::hoverText(const QPointF& at) const {
  return timelineText(data(), placeAt(at), reach(), overTicks(at));
}

bool TimelinePlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QToolTip::showText(help->globalPos(), QStringLiteral("<p>") + hoverText(help->pos()).toHtmlEscaped() + "</p>", this);
  return true;
}

void TimelinePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) restyle();
}

bool TimelinePlot::eventFilter(QObject* watched, QEvent* event) {
  const auto* mouse = dynamic_cast<QMouseEvent*>(event);
  switch (event->type()) {
    case QEvent::MouseButtonPress: {
      if (mouse->button() == Qt::RightButton && data().usable())
        emit contextRequested(playhead_.axis().nearest(placeAt(mouse->position())), mouse->globalPosition().toPoint());
      if (mouse->button() != Qt::LeftButton) break;
      parts_->draggingOwn =
          !overTicks(mouse->position()) && own_ && isNear(playhead_.axis(), *own_, placeAt(mouse->position()), reach());
      parts_->dragging = !parts_->draggingOwn;
      if (parts_->dragging) {
        playhead_.pause();
        dragTo(mouse->position());
      }
      break;
    }
    case QEvent::MouseMove:
      if (parts_->dragging) dragTo(mouse->position());
      if (parts_->draggingOwn) setOwnMarker(playhead_.axis().nearest(placeAt(mouse->position())));
      break;
    case QEvent::MouseButtonRelease:
      if (parts_->draggingOwn && own_) emit ownMarkerMoved(*own_);
      parts_->dragging = parts_->draggingOwn = false;
      break;
    case QEvent::Wheel: {
      const int steps = static_cast<QWheelEvent*>(event)->angleDelta().y();
      if (steps != 0) playhead_.step(steps > 0 ? 1 : -1);
      return true;
    }
    default:
      break;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace spindle
