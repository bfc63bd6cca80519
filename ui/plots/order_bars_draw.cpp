// SPDX-License-Identifier: GPL-3.0-or-later
// Moves what the bars are drawn with to where the layout says.
#include "ui/plots/order_bars_parts.h"
#include "ui/session/wording.h"

#include <QFontMetrics>

#include <algorithm>
#include <numeric>

namespace spindle {
namespace {

constexpr double bracketLength = 4.0;  // in pixels

QVector<double> listed(const std::vector<double>& values) {
  return QVector<double>(values.begin(), values.end());
}

/// 1, 2, ...: the orders of so many values, moved aside.
QVector<double> ordersOf(const std::vector<double>& values, double shift = 0.0) {
  QVector<double> orders(static_cast<qsizetype>(values.size()));
  std::iota(orders.begin(), orders.end(), 1.0 + shift);
  return orders;
}

/// Rectangles in units of the axes over everything else; those that are there already are moved.
void drawRects(QCustomPlot* plot, std::vector<QCPItemRect*>& items, const std::vector<QRectF>& rects,
               const QBrush& brush, const QPen& pen) {
  while (items.size() < rects.size()) {
    items.push_back(new QCPItemRect(plot));
    items.back()->setLayer("overlay");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    QCPItemRect* item = items[i];
    item->setVisible(i < rects.size());
    if (i >= rects.size()) continue;
    item->setBrush(brush);
    item->setPen(pen);
    item->topLeft->setCoords(rects[i].left(), rects[i].bottom());
    item->bottomRight->setCoords(rects[i].right(), rects[i].top());
  }
}

}  // namespace

void OrderBarsPlot::redraw() {
  layout_ = orderBarsLayout(data_);
  parts_->plot->xAxis->setRange(layout_.left, layout_.right);
  for (std::size_t kind = 0; kind < layout_.bars.size(); ++kind) {
    const auto draw = [this](QCPBars* bars, const std::vector<double>& values, double shift) {
      bars->setWidth(layout_.width);
      bars->setData(ordersOf(values, shift), listed(values), true);
    };
    draw(parts_->bars[kind], layout_.bars[kind], -layout_.shift);
    draw(parts_->beside[kind], layout_.besideBars[kind], layout_.shift);
  }
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
  cutHeading();
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

void OrderBarsPlot::cutHeading() {
  const QFontMetrics metrics(parts_->heading->font());
  const int room = width() - parts_->legend->minimumOuterSizeHint().width() - metrics.height();
  parts_->heading->setText(metrics.elidedText(heading_, Qt::ElideRight, std::max(room, 100)));
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
  drawRects(parts_->plot, parts_->band, layout_.bands, fill, QPen(parts_->colors.faintText, 1.0, Qt::DotLine));
  drawRects(parts_->plot, parts_->spread, layout_.spreads, fill, QPen(parts_->colors.text, 1.0));
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

}  // namespace spindle
