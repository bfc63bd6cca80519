// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_bars_plot.h"

#include "ui/plots/plot_colors.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/plot_surface.h"
#include "ui/session/wording.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <array>
#include <numeric>

namespace spindle {
namespace {

constexpr std::size_t kinds = 4;
constexpr double bracketLength = 4.0;  // in pixels

QVector<double> listed(const std::vector<double>& values) {
  return QVector<double>(values.begin(), values.end());
}

/// 1, 2, ...: the orders of so many values.
QVector<double> ordersOf(const std::vector<double>& values) {
  QVector<double> orders(static_cast<qsizetype>(values.size()));
  std::iota(orders.begin(), orders.end(), 1.0);
  return orders;
}

}  // namespace

struct OrderBarsPlot::Parts {
  QCustomPlot* plot = nullptr;
  std::array<QCPBars*, kinds> bars = {};  // AND and OR above zero, AND and OR below
  std::array<QCPBars*, 2> pinned = {};    // outlines, above and below
  std::array<QCPGraph*, 2> totals = {};   // invisible, carry the standard errors
  std::array<QCPErrorBars*, 2> errors = {};
  std::vector<QCPItemRect*> band;         // spread over draws of the variables
  std::vector<QCPItemBracket*> brackets;  // between the ends of the tie-break
  QCPItemRect* lit = nullptr;
  QCPItemStraightLine* zero = nullptr;
  QCPTextElement* heading = nullptr;
  QCPLegend* legend = nullptr;
  PlotColors colors;
};

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
  const char* const names[kinds] = {QT_TR_NOOP("AND +"), QT_TR_NOOP("OR +"), QT_TR_NOOP("AND \u2212"),
                                    QT_TR_NOOP("OR \u2212")};
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    auto* bars = parts_->bars[kind] = new QCPBars(plot->xAxis, plot->yAxis);
    bars->setWidth(OrderBarsLayout::barWidth);
    bars->setName(tr(names[kind]));
    bars->setPen(Qt::NoPen);
    bars->setAntialiased(false);
    bars->removeFromLegend();
    bars->addToLegend(parts_->legend);
    if (kind % 2 == 1) bars->moveAbove(parts_->bars[kind - 1]);
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

void OrderBarsPlot::restyle() {
  PlotColors& c = parts_->colors = PlotColors::of(palette());
  QCustomPlot* plot = parts_->plot;
  const double ratio = devicePixelRatioF();
  plot->setBackground(QBrush(c.background));
  const QFont small = smallFont(font());
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
    styleAxis(*axis, c, font(), small);
    axis->grid()->setZeroLinePen(QPen(c.text, 1.2));
  }
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    const QColor color = c.strength(kind < 2);
    parts_->bars[kind]->setBrush(kind % 2 == 1 ? c.hatched(color, ratio) : QBrush(color));
  }
  for (QCPErrorBars* errors : parts_->errors) errors->setPen(QPen(c.text, 1.0));
  for (QCPBars* outline : parts_->pinned) outline->setPen(QPen(c.faintText, 1.5));
  parts_->lit->setBrush(QColor(c.lit.red(), c.lit.green(), c.lit.blue(), c.dark ? 60 : 80));
  styleLegend(*parts_->legend, c, small);
  parts_->legend->setIconSize(12, 12);
  redraw();
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
  parts_->heading->setText(text);
  redraw();
}

QString OrderBarsPlot::heading() const {
  return parts_->heading->text();
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

void OrderBarsPlot::redraw() {
  layout_ = orderBarsLayout(data_);
  parts_->plot->xAxis->setRange(layout_.left, layout_.right);
  for (std::size_t kind = 0; kind < layout_.bars.size(); ++kind)
    parts_->bars[kind]->setData(ordersOf(layout_.bars[kind]), listed(layout_.bars[kind]), true);
  for (std::size_t sign = 0; sign < layout_.outlines.size(); ++sign)
    parts_->pinned[sign]->setData(ordersOf(layout_.outlines[sign]), listed(layout_.outlines[sign]), true);
  drawErrors();
  parts_->lit->setVisible(layout_.lit.has_value());
  if (layout_.lit) {
    parts_->lit->topLeft->setCoords(layout_.lit->first, 0.0);
    parts_->lit->bottomRight->setCoords(layout_.lit->second, 1.0);
  }
  QFont headingFont = font();
  headingFont.setBold(data_.real);
  headingFont.setItalic(!data_.real);
  parts_->heading->setFont(headingFont);
  parts_->heading->setTextColor(data_.real ? parts_->colors.text : parts_->colors.faintText);
  const int strongest = layout_.strongest;
  setAccessibleDescription(strongest == 0 ? tr("nothing to show yet")
                                          : tr("%1: strongest order %2, positive %3, negative %4")
                                                .arg(heading())
                                                .arg(strongest)
                                                .arg(valueText(data_.strength.positive(strongest)),
                                                     valueText(data_.strength.negative(strongest))));
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderBarsPlot::drawErrors() {
  for (std::size_t sign = 0; sign < layout_.errors.size(); ++sign) {
    QVector<double> orders, values, sizes;
    for (const OrderBarsLayout::ErrorBar& error : layout_.errors[sign]) {
      orders << error.order;
      values << error.value;
      sizes << error.size;
    }
    parts_->totals[sign]->setData(orders, values, true);
    parts_->errors[sign]->setData(sizes);
  }
  QColor fill = parts_->colors.text;
  fill.setAlpha(50);
  while (parts_->band.size() < layout_.bands.size()) {
    parts_->band.push_back(new QCPItemRect(parts_->plot));
    parts_->band.back()->setLayer("overlay");
  }
  for (std::size_t i = 0; i < parts_->band.size(); ++i) {
    QCPItemRect* rect = parts_->band[i];
    rect->setVisible(i < layout_.bands.size());
    if (i >= layout_.bands.size()) continue;
    const QRectF& band = layout_.bands[i];
    rect->setBrush(fill);
    rect->setPen(QPen(parts_->colors.faintText, 1.0, Qt::DotLine));
    rect->topLeft->setCoords(band.left(), band.bottom());
    rect->bottomRight->setCoords(band.right(), band.top());
  }
  drawBrackets();
}

void OrderBarsPlot::drawBrackets() {
  while (parts_->brackets.size() < layout_.brackets.size()) {
    auto* made = parts_->brackets.emplace_back(new QCPItemBracket(parts_->plot));
    made->setLayer("overlay");
    made->setStyle(QCPItemBracket::bsSquare);
    made->setLength(bracketLength);
  }
  for (std::size_t i = 0; i < parts_->brackets.size(); ++i) {
    QCPItemBracket* bracket = parts_->brackets[i];
    bracket->setVisible(i < layout_.brackets.size());
    if (i >= layout_.brackets.size()) continue;
    const OrderBarsLayout::Bracket& at = layout_.brackets[i];
    bracket->setPen(QPen(parts_->colors.text, 1.2));
    bracket->left->setCoords(at.place, at.high);  // opens to the left, towards the bar
    bracket->right->setCoords(at.place, at.low);
  }
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
