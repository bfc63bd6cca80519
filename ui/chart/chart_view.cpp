// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/chart_view.h"

#include "ui/chart/screen_head.h"
#include "ui/chart/screen_marks.h"
#include "ui/chart/screen_places.h"
#include "ui/chart/screen_spots.h"
#include "ui/chart/screen_texts.h"
#include "ui/chart/screen_ticks.h"
#include "ui/chart/screen_words.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/plot_surface.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {
namespace {

constexpr double markWidth = 1.6;
constexpr int topMargin = 6, sideMargin = 10, leastLabelRoom = 50;  // pixels

bool hasBars(const Chart& chart) {
  return std::any_of(chart.marks.begin(), chart.marks.end(),
                     [](const Mark& mark) { return std::holds_alternative<Bars>(mark); });
}

}  // namespace

struct ChartView::Parts {
  explicit Parts(QWidget* parent)
      : plot(new PlotSurface(parent)),
        head(*plot),
        marks(*plot),
        line(new QCPItemStraightLine(plot)),
        empty(new QCPItemText(plot)) {}

  QCustomPlot* plot;
  ScreenHead head;
  ScreenMarks marks;
  QCPItemStraightLine* line;
  QCPItemText* empty;
  PlotColors colors;
};

ChartView::ChartView(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>(this)) {
  QCustomPlot* plot = parts_->plot;
  plot->setFocusPolicy(Qt::NoFocus);
  plot->setAttribute(Qt::WA_TransparentForMouseEvents);  // this widget knows what lies under the pointer
  plot->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
  setMouseTracking(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(plot);
  parts_->line->setLayer("overlay");
  for (auto* end : {parts_->line->point1, parts_->line->point2}) end->setTypeY(QCPItemPosition::ptAxisRectRatio);
  parts_->empty->position->setType(QCPItemPosition::ptAxisRectRatio);
  parts_->empty->position->setCoords(0.5, 0.5);
  connect(plot, &QCustomPlot::beforeReplot, this, &ChartView::fitHeadAndTicks);
  connect(plot, &QCustomPlot::afterLayout, this, &ChartView::placeWords);
  restyle();
  refresh();
}

ChartView::~ChartView() = default;

void ChartView::show(const Chart& chart) {
  requireSound(chart);
  take(chart);
}

void ChartView::clear(const QString& why) {
  mark_.reset();
  Chart bare;
  bare.name = chart_.name;
  bare.title = chart_.title;
  bare.x = chart_.x;
  bare.y = chart_.y;
  bare.empty = why.toStdString();
  take(std::move(bare));
}

void ChartView::take(Chart chart) {
  const bool alike = ScreenMarks::alike(chart_, chart);
  chart_ = std::move(chart);
  if (!alike) {
    parts_->marks.build(chart_);
    restyle();
  }
  refresh();
}

void ChartView::setMark(std::optional<double> x) {
  if (x == mark_) return;
  mark_ = x;
  placeMark();
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void ChartView::restyle() {
  const PlotColors& colors = parts_->colors = PlotColors::of(palette());
  parts_->head.flattenLegend();
  stylePlot(*parts_->plot, colors, font());
  parts_->head.style(colors, font());
  parts_->marks.style(chart_, colors, font(), devicePixelRatioF());
  parts_->line->setPen(QPen(colors.playhead, markWidth));
  parts_->empty->setColor(colors.faintText);
  parts_->empty->setFont(font());
}

void ChartView::refresh() {
  QCustomPlot* plot = parts_->plot;
  const bool any = hasContent(chart_);
  setAxis(*plot->xAxis, chart_.x, rangeX(chart_));
  setAxis(*plot->yAxis, chart_.y, rangeY(chart_));
  const bool ground = hasBars(chart_) && chart_.y.scale != Scale::logarithmic;
  plot->yAxis->grid()->setZeroLinePen(QPen(ground ? parts_->colors.text : parts_->colors.grid, 1.0));
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) axis->setTickLabels(any);
  parts_->marks.setVisible(any);
  parts_->marks.fill(chart_);
  plot->legend->setVisible(any && parts_->marks.anyNamed());
  parts_->head.setHeading(any ? QString::fromStdString(chart_.heading) : QString());
  parts_->empty->setVisible(!any);
  clickable_ = any && hasTargets(chart_);
  placeMark();
  setAccessibleName(QString::fromStdString(chart_.title));
  setAccessibleDescription(describeChart(chart_));
  plot->replot(QCustomPlot::rpQueuedReplot);
}

void ChartView::placeMark() {
  const double place = mark_ && hasContent(chart_) ? screenPlace(chart_.x, *mark_) : std::nan("");
  parts_->line->setVisible(std::isfinite(place));
  if (!std::isfinite(place)) return;
  parts_->line->point1->setCoords(place, 0.0);
  parts_->line->point2->setCoords(place, 1.0);
}

void ChartView::fitHeadAndTicks() {
  QCustomPlot* plot = parts_->plot;
  parts_->head.fit();
  // What surrounds the axes is as it was at the last layout, or about that at the first.
  const QCPAxisRect& axes = *plot->axisRect();
  const QRect view = plot->viewport();
  QCPColorScale* scale = parts_->marks.colorScale();
  const int beside =
      axes.margins().left() + axes.margins().right() + (scale != nullptr ? scale->outerRect().width() : 0);
  const int aboveAndBelow = axes.top() - view.top() + axes.margins().bottom();
  const double width = view.width() - std::max(leastLabelRoom, beside);
  const double height = view.height() - std::max(leastLabelRoom, aboveAndBelow);
  const double beyond = setAxisTicks(*plot->xAxis, chart_.x, rangeX(chart_), width);
  setAxisTicks(*plot->yAxis, chart_.y, rangeY(chart_), height);
  if (scale != nullptr)
    setAxisTicks(*scale->axis(), ChartAxis{}, {scale->dataRange().lower, scale->dataRange().upper}, height);
  plot->axisRect()->setMinimumMargins({0, topMargin, std::max(sideMargin, 2 + static_cast<int>(std::ceil(beyond))), 0});
}

void ChartView::placeWords() {
  parts_->marks.placeWords(chart_);
  if (!parts_->empty->visible()) return;
  const QRect inside = parts_->plot->axisRect()->rect();
  const int lines = std::max(1, inside.height() / QFontMetrics(parts_->empty->font()).lineSpacing());
  parts_->empty->setText(wrappedWords(QString::fromStdString(chart_.empty), parts_->empty->font(),
                                      inside.width() - 2.0 * sideMargin, lines));
}

QString ChartView::hoverText(const QPointF& position) const {
  if (parts_->head.isShortened() && position.y() < parts_->plot->axisRect()->outerRect().top())
    return QString::fromStdString(chart_.heading);
  return hasContent(chart_) ? numbersAt(chart_, *parts_->plot, position) : QString();
}

QPointF ChartView::placeOnScreen(double x, double y) const {
  return {parts_->plot->xAxis->coordToPixel(screenPlace(chart_.x, x)),
          parts_->plot->yAxis->coordToPixel(screenPlace(chart_.y, y))};
}

bool ChartView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString text = hoverText(help->pos());
  text.isEmpty() ? QToolTip::hideText()
                 : QToolTip::showText(help->globalPos(), QStringLiteral("<p>") + text.toHtmlEscaped() + "</p>", this);
  return true;
}

void ChartView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  restyle();
  refresh();
}

void ChartView::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) pressed_ = event->position();
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
  const bool clickable = clickable_ && parts_->plot->axisRect()->rect().contains(event->position().toPoint());
  if (clickable == (cursor().shape() == Qt::PointingHandCursor)) return;
  clickable ? setCursor(Qt::PointingHandCursor) : unsetCursor();
}

void ChartView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const std::optional<QPointF> pressed = std::exchange(pressed_, std::nullopt);
  if (!pressed || !clickable_) return;
  if ((event->position() - *pressed).manhattanLength() > QApplication::startDragDistance()) return;
  const ChartTarget target = targetAt(chart_, *parts_->plot, event->position());
  if (target.kind != TargetKind::none) emit clicked(target);
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  QAction* picture = menu->addAction(tr("Copy image"));
  picture->setObjectName("copyImage");
  connect(picture, &QAction::triggered, this, &ChartView::copyImage);
  QAction* values = menu->addAction(tr("Copy data"));
  values->setObjectName("copyData");
  values->setEnabled(!chart_.marks.empty());
  connect(values, &QAction::triggered, this, &ChartView::copyData);
  menu->popup(event->globalPos());
}

void ChartView::copyImage() {
  QCustomPlot* plot = parts_->plot;
  const double ratio = devicePixelRatioF();
  QPixmap picture = plot->toPixmap(plot->width(), plot->height(), ratio);
  picture.setDevicePixelRatio(ratio);
  QGuiApplication::clipboard()->setPixmap(picture);
}

void ChartView::copyData() const {
  QGuiApplication::clipboard()->setText(tabSeparated(chart_));
}

}  // namespace spindle
