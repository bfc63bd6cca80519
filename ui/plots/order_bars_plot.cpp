// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_bars_plot.h"

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
namespace {

constexpr double barWidth = 0.7;
constexpr int kinds = 4;

const std::vector<double>& valuesOf(const OrderStrength& strength, int kind) {
  switch (kind) {
    case 0:
      return strength.andPositive;
    case 1:
      return strength.orPositive;
    case 2:
      return strength.andNegative;
    default:
      return strength.orNegative;
  }
}

}  // namespace

struct OrderBarsPlot::Parts {
  QCustomPlot* plot = nullptr;
  QCPBars* bars[kinds] = {};  // AND and OR above zero, AND and OR below
  QCPBars* pinned[2] = {};    // outlines, above and below
  QCPGraph* totals[2] = {};   // invisible, carry the standard errors
  QCPErrorBars* errors[2] = {};
  std::vector<QCPItemRect*> band;  // spread over draws of the variables
  QCPItemRect* lit = nullptr;
  QCPItemStraightLine* zero = nullptr;
  QCPTextElement* heading = nullptr;
  QCPLegend* legend = nullptr;
  PlotColors colors;
  QString pinnedName;
  int litOrder = 0;
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

  for (int sign = 0; sign < 2; ++sign) {
    auto* outline = parts_->pinned[sign] = new QCPBars(plot->xAxis, plot->yAxis);
    outline->setWidth(0.86);
    outline->setBrush(Qt::NoBrush);
    outline->removeFromLegend();
  }
  const char* const names[kinds] = {QT_TR_NOOP("AND +"), QT_TR_NOOP("OR +"), QT_TR_NOOP("AND \u2212"),
                                    QT_TR_NOOP("OR \u2212")};
  for (int kind = 0; kind < kinds; ++kind) {
    auto* bars = parts_->bars[kind] = new QCPBars(plot->xAxis, plot->yAxis);
    bars->setWidth(barWidth);
    bars->setName(tr(names[kind]));
    bars->setPen(Qt::NoPen);
    bars->setAntialiased(false);
    bars->removeFromLegend();
    bars->addToLegend(parts_->legend);
    if (kind % 2 == 1) bars->moveAbove(parts_->bars[kind - 1]);
  }
  for (int sign = 0; sign < 2; ++sign) {
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
  for (int kind = 0; kind < kinds; ++kind) {
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
  const double length = high - low;
  if (!(length > 0.0)) {
    low = -1.0;
    high = 1.0;
  }
  const double margin = 0.06 * (high - low);
  parts_->plot->yAxis->setRange(low - margin, high + margin);
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderBarsPlot::setValueLabel(const QString& text) {
  parts_->plot->yAxis->setLabel(text);
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderBarsPlot::show(const OrderStrength& strength, bool real) {
  strength_ = strength;
  real_ = real;
  redraw();
}

void OrderBarsPlot::setMeasured(const OrderStrength& strength, double whole, bool shares) {
  measured_ = strength;
  whole_ = whole;
  shares_ = shares;
}

void OrderBarsPlot::clear() {
  strength_ = {};
  measured_ = {};
  positiveErrors_.clear();
  negativeErrors_.clear();
  setBand({}, {});
  setPinned(std::nullopt, QString());
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
  positiveErrors_ = std::move(positive);
  negativeErrors_ = std::move(negative);
}

void OrderBarsPlot::setBand(std::vector<Spread> positive, std::vector<Spread> negative) {
  positiveBand_ = std::move(positive);
  negativeBand_ = std::move(negative);
}

void OrderBarsPlot::setPinned(const std::optional<OrderStrength>& strength, const QString& name) {
  parts_->pinnedName = name;
  QVector<double> keys, above, below;
  for (int k = 1; strength && k <= strength->variables(); ++k) {
    keys << k;
    above << strength->positive(k);
    below << strength->negative(k);
  }
  parts_->pinned[0]->setData(keys, above, true);
  parts_->pinned[1]->setData(keys, below, true);
  redraw();
}

void OrderBarsPlot::setLit(int order) {
  parts_->litOrder = order;
  redraw();
}

void OrderBarsPlot::redraw() {
  const int n = strength_.variables();
  const PlotColors& c = parts_->colors;
  parts_->plot->xAxis->setRange(0.5, std::max(n, 1) + 0.5);
  QVector<double> keys;
  for (int k = 1; k <= n; ++k) keys << k;
  for (int kind = 0; kind < kinds; ++kind) {
    const auto& values = valuesOf(strength_, kind);
    parts_->bars[kind]->setData(keys, QVector<double>(values.begin(), values.end()), true);
  }
  redrawErrors();
  parts_->lit->setVisible(parts_->litOrder >= 1 && parts_->litOrder <= n);
  parts_->lit->topLeft->setCoords(parts_->litOrder - 0.5, 0.0);
  parts_->lit->bottomRight->setCoords(parts_->litOrder + 0.5, 1.0);
  QFont headingFont = font();
  headingFont.setBold(real_);
  headingFont.setItalic(!real_);
  parts_->heading->setFont(headingFont);
  parts_->heading->setTextColor(real_ ? c.text : c.faintText);
  int strongest = 1;
  for (int k = 2; k <= n; ++k) {
    if (strength_.total(k) > strength_.total(strongest)) strongest = k;
  }
  setAccessibleDescription(
      n == 0 ? tr("nothing to show yet")
             : tr("%1: strongest order %2, positive %3, negative %4")
                   .arg(heading())
                   .arg(strongest)
                   .arg(valueText(strength_.positive(strongest)), valueText(strength_.negative(strongest))));
  parts_->plot->replot(QCustomPlot::rpQueuedReplot);
}

void OrderBarsPlot::redrawErrors() {
  const int n = strength_.variables();
  for (int sign = 0; sign < 2; ++sign) {
    const auto& errors = sign == 0 ? positiveErrors_ : negativeErrors_;
    QVector<double> keys, values, sizes;
    for (int k = 1; real_ && k <= n && k <= static_cast<int>(errors.size()); ++k) {
      const double error = errors[static_cast<std::size_t>(k - 1)];
      const double value = sign == 0 ? strength_.positive(k) : strength_.negative(k);
      if (!std::isfinite(error) || value == 0.0) continue;
      keys << k;
      values << value;
      sizes << error;
    }
    parts_->totals[sign]->setData(keys, values, true);
    parts_->errors[sign]->setData(sizes);
  }
  std::size_t used = 0;
  for (int sign = 0; sign < 2; ++sign) {
    const auto& band = sign == 0 ? positiveBand_ : negativeBand_;
    for (int k = 1; real_ && k <= n && k <= static_cast<int>(band.size()); ++k) {
      const Spread& spread = band[static_cast<std::size_t>(k - 1)];
      if (!(spread.deviation > 0.0)) continue;
      if (used == parts_->band.size()) {
        parts_->band.push_back(new QCPItemRect(parts_->plot));
        parts_->band.back()->setLayer("overlay");
      }
      QCPItemRect* rect = parts_->band[used++];
      QColor fill = parts_->colors.text;
      fill.setAlpha(50);
      rect->setBrush(fill);
      rect->setPen(QPen(parts_->colors.faintText, 1.0, Qt::DotLine));
      rect->topLeft->setCoords(k - 0.47, spread.mean + spread.deviation);
      rect->bottomRight->setCoords(k + 0.47, spread.mean - spread.deviation);
      rect->setVisible(true);
    }
  }
  for (std::size_t i = used; i < parts_->band.size(); ++i) parts_->band[i]->setVisible(false);
}

QRectF OrderBarsPlot::bar(int order, bool positive) const {
  if (order < 1 || order > strength_.variables()) return {};
  const QCPAxis* x = parts_->plot->xAxis;
  const QCPAxis* y = parts_->plot->yAxis;
  const double value = positive ? strength_.positive(order) : strength_.negative(order);
  const QPointF from(x->coordToPixel(order - 0.5 * barWidth), y->coordToPixel(0.0));
  const QPointF to(x->coordToPixel(order + 0.5 * barWidth), y->coordToPixel(value));
  return QRectF(from, to).normalized();
}

int OrderBarsPlot::orderAt(const QPointF& place) const {
  if (!parts_->plot->axisRect()->rect().contains(place.toPoint())) return 0;
  const int order = static_cast<int>(std::lround(parts_->plot->xAxis->pixelToCoord(place.x())));
  return order >= 1 && order <= strength_.variables() ? order : 0;
}

QString OrderBarsPlot::hoverText(int order, bool positive) const {
  if (order < 1 || order > measured_.variables()) return {};
  const auto i = static_cast<std::size_t>(order - 1);
  const double value = positive ? measured_.positive(order) : measured_.negative(order);
  const double andValue = positive ? measured_.andPositive[i] : measured_.andNegative[i];
  const double orValue = positive ? measured_.orPositive[i] : measured_.orNegative[i];
  const double share = whole_ > 0.0 ? 100.0 * std::abs(value) / whole_ : 0.0;
  QString text = tr("Order %1, %2: share %3 % of the total strength, strength %4 (AND %5, OR %6).")
                     .arg(QString::number(order), positive ? tr("positive") : tr("negative"),
                          QString::number(share, 'f', share < 10.0 ? 1 : 0), valueText(value), valueText(andValue),
                          valueText(orValue));
  // What follows is drawn, and in the unit of the axis.
  const QString unit = shares_ ? tr("share") : tr("strength");
  const auto& errors = positive ? positiveErrors_ : negativeErrors_;
  if (!real_) {
    text += tr(" Interpolated between two checkpoints.");
  } else if (i < errors.size() && std::isfinite(errors[i])) {
    text += tr(" Mean of %1 samples; s.e. of the %2: %3.").arg(strength_.samples).arg(unit, valueText(errors[i]));
  }
  const auto& band = positive ? positiveBand_ : negativeBand_;
  if (real_ && i < band.size()) {
    text += tr(" Over variable selections: %1 %2 \u00b1 %3.")
                .arg(unit, valueText(band[i].mean), valueText(band[i].deviation));
  }
  const QCPBarsDataContainer& pinned = *parts_->pinned[positive ? 0 : 1]->data();
  if (!pinned.isEmpty() && i < static_cast<std::size_t>(pinned.size())) {
    text +=
        tr(" Pinned (%1): %2 %3.").arg(parts_->pinnedName, unit, valueText((pinned.constBegin() + order - 1)->value));
  }
  return text;
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
  return QWidget::eventFilter(watched, event);
}

}  // namespace spindle
