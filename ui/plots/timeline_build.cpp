// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the curves, markers and axes of the timeline, and colors them.
#include "ui/plots/plot_style.h"
#include "ui/plots/plot_surface.h"
#include "ui/plots/timeline_parts.h"

#include <QVBoxLayout>

namespace spindle {

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
  parts_->besideOrder = plot->addGraph(plot->xAxis, plot->yAxis2);
  parts_->besideOrder->removeFromLegend();
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
  parts_->beside = std::make_unique<PlotMarker>(plot, "main", Qt::DotLine, 1.6);
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
  QPen second(c.secondRun, 1.6);
  second.setDashPattern({4.0, 2.0});
  parts_->besideOrder->setPen(second);
  parts_->besideOrder->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, c.secondRun, 4.0));
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
  parts_->beside->style(c.secondRun, bold, back);
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

}  // namespace spindle
