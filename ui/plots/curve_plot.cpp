// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve_plot.h"

#include "ui/plots/plot_style.h"
#include "ui/plots/plot_surface.h"
#include "ui/session/wording.h"

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

/// Okabe-Ito, readable on both backgrounds, with dashes from the second half on.
QColor curveColor(int number, const PlotColors& c) {
  if (number < 0) return c.text;
  const std::array<QColor, 6> colors{c.positive, c.negative, c.train, c.test, QColor(0xC9, 0x8A, 0x00), c.faintText};
  return colors[static_cast<std::size_t>(number) % colors.size()];
}

}  // namespace

struct CurvePlot::Parts {
  QCustomPlot* plot = nullptr;
  QCPTextElement* heading = nullptr;
  QCPItemStraightLine *mark = nullptr, *level = nullptr;
  QCPItemText* levelText = nullptr;
};

CurvePlot::CurvePlot(const QString& name, Axes axes, QWidget* parent)
    : QWidget(parent), parts_(std::make_unique<Parts>()) {
  setAccessibleName(name);
  auto* plot = parts_->plot = new PlotSurface(this);
  plot->setFocusPolicy(Qt::NoFocus);
  plot->installEventFilter(this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(plot);
  parts_->heading = addPlotHead(*plot);
  parts_->mark = new QCPItemStraightLine(plot);
  for (auto* end : {parts_->mark->point1, parts_->mark->point2}) end->setTypeY(QCPItemPosition::ptAxisRectRatio);
  parts_->level = new QCPItemStraightLine(plot);
  parts_->levelText = new QCPItemText(plot);
  parts_->levelText->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
  parts_->levelText->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
  setAxes(axes);
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::setAxes(const Axes& axes) {
  axes_ = axes;
  QCustomPlot* plot = parts_->plot;
  const auto prepare = [](QCPAxis* axis, bool log, const QString& label) {
    axis->setLabel(label);
    axis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(log ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                        : QSharedPointer<QCPAxisTicker>::create());
    axis->setNumberFormat(log ? "eb" : "gb");
    axis->setNumberPrecision(log ? 0 : 6);
  };
  prepare(plot->xAxis, axes_.logX, axes_.x);
  prepare(plot->yAxis, axes_.logY, axes_.y);
  if (!axes_.xTicks.empty()) {
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (const auto& [place, label] : axes_.xTicks) ticker->addTick(place, label);
    plot->xAxis->setTicker(ticker);
  }
  redraw();
}

void CurvePlot::show(const std::vector<Curve>& curves, const QString& heading) {
  curves_ = curves;
  heading_ = heading;
  redraw();
}

void CurvePlot::clear(const QString& why) {
  mark_.reset();
  level_.reset();
  show({}, why);
}

void CurvePlot::setMark(std::optional<double> x) {
  if (x == mark_) return;
  mark_ = x;
  redraw();
}

void CurvePlot::setLevel(std::optional<double> y, const QString& text) {
  level_ = y;
  levelText_ = text;
}

void CurvePlot::setRangeX(double low, double high) {
  rangeX_ = std::pair(low, high);
}

void CurvePlot::setRangeY(double low, double high) {
  rangeY_ = std::pair(low, high);
}

void CurvePlot::setLowestY(double value) {
  lowestY_ = value;
}

void CurvePlot::redraw() {
  QCustomPlot* plot = parts_->plot;
  const PlotColors c = PlotColors::of(palette());
  plot->clearGraphs();
  double left = 1e300, right = -1e300, low = axes_.logY ? 1e300 : 0.0, high = axes_.logY ? 1e-300 : 0.0;
  for (const Curve& curve : curves_) {
    auto* graph = plot->addGraph();
    graph->setName(curve.name);
    if (curve.name.isEmpty()) graph->removeFromLegend();
    const QColor color = curveColor(curve.color, c);
    QPen pen(color, 1.7);
    if (curve.dashed) pen.setDashPattern({4.0, 2.5});
    graph->setPen(pen);
    if (curve.points) graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, color, 4.5));
    graph->setData(curve.x, curve.y, true);
    for (int i = 0; i < curve.x.size(); ++i) {
      left = std::min(left, curve.x[i]);
      right = std::max(right, curve.x[i]);
      if (!std::isfinite(curve.y[i]) || (axes_.logY && curve.y[i] <= 0.0)) continue;
      low = std::min(low, curve.y[i]);
      high = std::max(high, curve.y[i]);
    }
  }
  if (level_ && std::isfinite(*level_) && (!axes_.logY || *level_ > 0.0)) {
    low = std::min(low, *level_);
    high = std::max(high, *level_);
  }
  const bool any = right >= left;
  if (rangeX_) std::tie(left, right) = *rangeX_;
  if (!any && !rangeX_) std::tie(left, right) = std::pair(axes_.logX ? 1.0 : 0.0, 10.0);
  if (right <= left) right = left + 1.0;
  plot->xAxis->setRange(left, right);
  if (axes_.logY) {
    if (lowestY_ > 0.0) low = std::max(low, lowestY_);
    if (high < low) std::tie(low, high) = std::pair(1e-3, 1.0);
    plot->yAxis->setRange(low / 1.6, high * 1.6);
  } else {
    const double room = high > low ? 0.07 * (high - low) : 1.0;
    plot->yAxis->setRange(low < 0.0 ? low - room : 0.0, high + room);
  }
  if (rangeY_) plot->yAxis->setRange(rangeY_->first, rangeY_->second);
  plot->xAxis->setTickLabels(any);
  plot->yAxis->setTickLabels(any);
  stylePlot(*plot, c, font());
  parts_->mark->setVisible(mark_.has_value());
  parts_->mark->setPen(QPen(c.playhead, 1.6));
  parts_->mark->point1->setCoords(mark_.value_or(0.0), 0.0);
  parts_->mark->point2->setCoords(mark_.value_or(0.0), 1.0);
  const bool level = level_ && any;
  parts_->level->setVisible(level);
  parts_->levelText->setVisible(level && !levelText_.isEmpty());
  if (level) {
    parts_->level->setPen(QPen(c.axis, 1.3, Qt::DashLine));
    parts_->level->point1->setCoords(left, *level_);
    parts_->level->point2->setCoords(right, *level_);
    parts_->levelText->position->setCoords(0.99, *level_);
    parts_->levelText->setText(levelText_);
    parts_->levelText->setFont(smallFont(font()));
    parts_->levelText->setColor(c.text);
  }
  parts_->heading->setText(heading_);
  parts_->heading->setFont(smallFont(font()));
  parts_->heading->setTextColor(any ? c.text : c.faintText);
  setAccessibleDescription(heading_);
  plot->replot(QCustomPlot::rpQueuedReplot);
}

bool CurvePlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const double at = parts_->plot->xAxis->pixelToCoord(help->pos().x());
  QStringList texts;
  for (const Curve& curve : curves_) {
    int best = -1;
    for (int i = 0; i < curve.x.size(); ++i) {
      if (best < 0 || std::abs(curve.x[i] - at) < std::abs(curve.x[best] - at)) best = i;
    }
    if (best >= 0) texts << tr("%1 %2").arg(curve.name.isEmpty() ? axes_.y : curve.name, valueText(curve.y[best]));
  }
  texts.isEmpty() ? QToolTip::hideText()
                  : QToolTip::showText(help->globalPos(), texts.join(QStringLiteral(", ")), this);
  return true;
}

void CurvePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) redraw();
}

bool CurvePlot::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseButtonPress) {
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (mouse->button() == Qt::LeftButton && parts_->plot->axisRect()->rect().contains(mouse->pos()))
      emit clicked(parts_->plot->xAxis->pixelToCoord(mouse->position().x()));
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace spindle
