// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/life_plot.h"

#include "ui/plots/plot_colors.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/plot_surface.h"
#include "ui/session/wording.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace spindle {

struct LifePlot::Parts {
  QCustomPlot* plot = nullptr;
  QCPGraph *low = nullptr, *high = nullptr, *values = nullptr;
  QCPItemLine *phase = nullptr, *head = nullptr;
  QCPLayer* headLayer = nullptr;
  QCPItemText* title = nullptr;
};

LifePlot::LifePlot(Playhead& playhead, QWidget* parent)
    : QWidget(parent), parts_(std::make_unique<Parts>()), playhead_(playhead) {
  setObjectName("life");
  setAccessibleName(tr("The chosen interaction over training"));
  auto* plot = parts_->plot = new PlotSurface(this);
  plot->setFocusPolicy(Qt::NoFocus);
  plot->installEventFilter(this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(plot);
  plot->xAxis->setTickLabels(false);
  plot->xAxis->setTicks(false);
  plot->xAxis->grid()->setVisible(false);
  plot->xAxis->setRange(-0.02, 1.02);
  plot->yAxis->setLabel(tr("effect"));
  plot->yAxis->setSubTicks(false);
  plot->yAxis->setNumberFormat("gb");
  parts_->low = plot->addGraph();
  parts_->high = plot->addGraph();
  parts_->high->setChannelFillGraph(parts_->low);
  parts_->values = plot->addGraph();
  plot->addLayer("playhead");
  parts_->headLayer = plot->layer("playhead");
  parts_->headLayer->setMode(QCPLayer::lmBuffered);
  parts_->phase = new QCPItemLine(plot);
  parts_->head = new QCPItemLine(plot);
  parts_->head->setLayer(parts_->headLayer);
  for (QCPItemLine* line : {parts_->phase, parts_->head}) {
    for (auto* end : {line->start, line->end}) end->setTypeY(QCPItemPosition::ptAxisRectRatio);
  }
  parts_->title = new QCPItemText(plot);
  parts_->title->position->setType(QCPItemPosition::ptAxisRectRatio);
  parts_->title->position->setCoords(0.01, 0.02);
  parts_->title->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
  connect(&playhead_, &Playhead::moved, this, &LifePlot::movePlayhead);
  connect(&playhead_, &Playhead::axisChanged, this, &LifePlot::refresh);
  restyle();
}

LifePlot::~LifePlot() = default;

void LifePlot::restyle() {
  const PlotColors c = PlotColors::of(palette());
  QCustomPlot* plot = parts_->plot;
  plot->setBackground(QBrush(c.background));
  const QFont small = smallFont(font());
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) styleAxis(*axis, c, font(), small);
  plot->yAxis->grid()->setZeroLinePen(QPen(c.text, 1.0));
  keepSideMargins(*plot->axisRect(), font(), {0, 4, 0, 2});
  QColor faint = c.text;
  faint.setAlpha(c.dark ? 40 : 26);
  for (QCPGraph* edge : {parts_->low, parts_->high}) edge->setPen(Qt::NoPen);
  parts_->high->setBrush(faint);
  parts_->values->setPen(QPen(c.positive, 1.8));
  parts_->values->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, c.positive, 5.0));
  parts_->phase->setPen(QPen(c.marker, 1.4, Qt::DashLine));
  parts_->head->setPen(QPen(c.playhead, 1.8));
  QColor back = c.background;
  back.setAlpha(215);
  parts_->title->setBrush(QBrush(back));
  parts_->title->setColor(c.text);
  parts_->title->setFont(small);
  plot->replot(QCustomPlot::rpQueuedReplot);
}

void LifePlot::show(const LifeCurvePtr& life, const QString& title) {
  life_ = life;
  title_ = title;
  refresh();
}

void LifePlot::setPhase(const std::optional<std::size_t>& checkpoint) {
  phase_ = checkpoint;
  refresh();
}

void LifePlot::refresh() {
  QVector<double> places, values, low, high;
  const StepAxis& axis = playhead_.axis();
  double most = 0.0;
  for (std::size_t c = 0; life_ && c < life_->values.size() && c < axis.size(); ++c) {
    if (std::isnan(life_->values[c])) continue;
    places << axis.place(c);
    values << life_->values[c];
    low << -life_->thresholds[c];
    high << life_->thresholds[c];
    most = std::max({most, std::abs(values.back()), high.back()});
  }
  parts_->values->setData(places, values, true);
  parts_->low->setData(places, low, true);
  parts_->high->setData(places, high, true);
  QCustomPlot* plot = parts_->plot;
  if (most > 0.0) plot->yAxis->setRange(-1.15 * most, 1.35 * most);           // room for the title
  const int room = width() - static_cast<int>(8.0 * fontMetrics().height());  // the axis has no size before it is drawn
  parts_->title->setText(QFontMetrics(parts_->title->font()).elidedText(title_, Qt::ElideMiddle, std::max(room, 100)));
  setAccessibleDescription(title_);
  const bool marked = phase_ && *phase_ < axis.size();
  parts_->phase->setVisible(marked);
  if (marked) {
    parts_->phase->start->setCoords(axis.place(*phase_), 0.0);
    parts_->phase->end->setCoords(axis.place(*phase_), 1.0);
  }
  movePlayhead();
  plot->replot(QCustomPlot::rpQueuedReplot);
}

void LifePlot::movePlayhead() {
  parts_->head->setVisible(playhead_.hasSpot());
  parts_->head->start->setCoords(playhead_.place(), 0.0);
  parts_->head->end->setCoords(playhead_.place(), 1.0);
  parts_->headLayer->replot();
}

bool LifePlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || !life_) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const StepAxis& axis = playhead_.axis();
  QString text = title_;
  if (axis.size() > 0) {
    const std::size_t c = axis.nearest(parts_->plot->xAxis->pixelToCoord(help->pos().x()));
    if (c < life_->values.size() && !std::isnan(life_->values[c]))
      text = tr("%1. Here: %2, salient from %3 on.")
                 .arg(title_, valueText(life_->values[c]), valueText(life_->thresholds[c]));
  }
  QToolTip::showText(help->globalPos(), QStringLiteral("<p>") + text.toHtmlEscaped() + "</p>", this);
  return true;
}

void LifePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) restyle();
}

void LifePlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  refresh();  // the title is cut to the width
}

bool LifePlot::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseButtonPress && playhead_.axis().size() > 0) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->button() == Qt::LeftButton) {
      playhead_.pause();
      playhead_.moveTo(playhead_.axis().nearest(parts_->plot->xAxis->pixelToCoord(mouse->position().x())));
    }
  } else if (event->type() == QEvent::Wheel) {
    const int steps = static_cast<QWheelEvent*>(event)->angleDelta().y();
    if (steps != 0) playhead_.step(steps > 0 ? 1 : -1);
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace spindle
