// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/timeline_plot.h"

#include "ui/plots/timeline_parts.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {
namespace {

constexpr double nearPixels = 5.0;

QVector<double> listed(const std::vector<double>& values) {
  return QVector<double>(values.begin(), values.end());
}

}  // namespace

void TimelinePlot::resetSeries() {
  own_.reset();
  pinned_.reset();
  phase_ = {};
  complete_ = false;
  column_.reset();
  beside_.reset();
  refreshAxis();
}

TimelineData TimelinePlot::data() const {
  return {track_, playhead_.axis(), phase_, complete_, own_, pinned_, column_, beside_ ? &*beside_ : nullptr};
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
        std::pair(parts_->meanOrder, &layout.meanOrder), std::pair(parts_->column, &layout.column),
        std::pair(parts_->besideOrder, &layout.besideOrder)})
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
  if (beside_) parts_->besideOrder->setName(tr("mean order, %1").arg(beside_->name));
  const bool besideChanged = inLegend(parts_->besideOrder, !layout.besideOrder.empty());
  if (inLegend(parts_->test, layout.testNamed) || trainChanged || columnChanged || besideChanged) restyle();
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

void TimelinePlot::setBeside(std::optional<TimelineBeside> beside) {
  if (!beside && !beside_) return;
  beside_ = std::move(beside);
  refreshCurves();
}

void TimelinePlot::setColumn(const std::optional<std::size_t>& column) {
  if (column == column_) return;
  column_ = column;
  refreshCurves();
}

void TimelinePlot::setMeanOrderShown(bool shown) {
  parts_->meanOrder->setVisible(shown);
  parts_->besideOrder->setVisible(shown);
  parts_->plot->yAxis2->setVisible(shown);
  shown ? parts_->meanOrder->addToLegend() : parts_->meanOrder->removeFromLegend();
  restyle();
}

void TimelinePlot::refreshMarkers() {
  const TimelineMarkers markers = timelineMarkers(data());
  const auto show = [room = axisWidth()](const PlotMarker& shown, const auto& marker, double height) {
    marker ? shown.show(marker->place, height, marker->words, marker->brief, room) : shown.hide();
  };
  show(*parts_->phase, markers.phase, 0.09);
  show(*parts_->own, markers.own, 0.24);
  show(*parts_->pinned, markers.pinned, 0.92);
  show(*parts_->beside, markers.beside, 0.39);
  noneText_ = markers.none;
  showNone();
  parts_->interval->setVisible(markers.interval.has_value());
  if (markers.interval) {
    parts_->interval->topLeft->setCoords(markers.interval->first, 0.0);
    parts_->interval->bottomRight->setCoords(markers.interval->second, 1.0);
  }
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

/// About; the axis has no size before it is drawn.
int TimelinePlot::axisWidth() const {
  return std::max(width() - 10 * fontMetrics().height(), 100);
}

/// Cut to the width there is; the whole is told under the pointer.
void TimelinePlot::showNone() {
  parts_->none->setText(QFontMetrics(parts_->none->font()).elidedText(noneText_, Qt::ElideRight, axisWidth()));
  parts_->none->setVisible(!noneText_.isEmpty());
}

void TimelinePlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int line = fontMetrics().height();
  const int ticks = std::clamp((height() - 6 * line) / (2 * line), 2, 5);
  for (QCPAxis* axis : {parts_->plot->yAxis, parts_->plot->yAxis2}) axis->ticker()->setTickCount(ticks);
  // The legend names it, too.
  const bool room = height() - 4 * line - 20 > fontMetrics().horizontalAdvance(tr("mean order"));
  parts_->plot->yAxis2->setLabel(room ? tr("mean order") : QString());
  refreshMarkers();
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
