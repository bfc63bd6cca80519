// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/delegates.h"

#include "ui/plots/plot_colors.h"
#include "ui/session/checkpoints_model.h"
#include "ui/session/findings_model.h"
#include "ui/session/interactions_model.h"

#include <QApplication>
#include <QPainter>

namespace spindle {

void FindingDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  const PlotColors colors = PlotColors::of(option->palette);
  option->features |= QStyleOptionViewItem::WrapText;
  const auto kind = static_cast<Finding::Kind>(index.data(FindingsModel::kindRole).toInt());
  const QColor ink = kind == Finding::Kind::missing || kind == Finding::Kind::doubt ? colors.failed
                     : kind == Finding::Kind::guessed                               ? colors.text
                                                                                    : colors.faintText;
  option->palette.setColor(QPalette::Text, ink);
}

void CheckpointDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  const PlotColors colors = PlotColors::of(option->palette);
  const auto state = static_cast<TickState>(index.data(CheckpointsModel::stateRole).toInt());
  const bool mark = index.column() == CheckpointsModel::stateColumn;
  if (state == TickState::failed) {
    option->palette.setColor(QPalette::Text, colors.failed);
  } else if (state == TickState::waiting) {
    option->palette.setColor(QPalette::Text, colors.faintText);
  } else if (mark) {
    option->palette.setColor(QPalette::Text, colors.positive);
  }
}

void ValueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const PlotColors colors = PlotColors::of(option.palette);
  QStyleOptionViewItem background(option);
  initStyleOption(&background, index);
  background.text.clear();
  const QWidget* widget = option.widget;
  const QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &background, painter, widget);

  const double share = index.data(InteractionsModel::shareRole).toDouble();
  const QRectF room = QRectF(option.rect).adjusted(4, 4, -4, -4);
  const bool isOr =
      static_cast<InteractionKind>(index.data(InteractionsModel::kindRole).toInt()) == InteractionKind::orKind;
  const QColor color = colors.strength(share > 0.0);
  const double numberWidth = 3.6 * option.fontMetrics.height();
  const QRectF track = room.adjusted(0, 0, -numberWidth, 0);
  const double half = 0.5 * track.width();
  const double length = std::abs(share) * half;
  const QRectF bar(share > 0.0 ? track.center().x() : track.center().x() - length, track.top(), length, track.height());
  if (half > 6.0) {
    const double ratio = painter->device() != nullptr ? painter->device()->devicePixelRatioF() : 1.0;
    painter->fillRect(bar, isOr ? colors.hatched(color, ratio) : QBrush(color));
    painter->setPen(QPen(colors.axis, 1.0));
    painter->drawLine(QPointF(track.center().x(), room.top() - 2), QPointF(track.center().x(), room.bottom() + 2));
  }
  const bool selected = (option.state & QStyle::State_Selected) != 0;
  painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
  painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
}

}  // namespace spindle
