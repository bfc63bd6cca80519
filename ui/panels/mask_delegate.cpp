// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mask_delegate.h"

#include "ui/plots/plot_colors.h"
#include "ui/session/interactions_model.h"

#include <QPainter>

#include <algorithm>

namespace spindle {
namespace {

constexpr double margin = 2.0;

}  // namespace

void MaskDelegate::setVariables(const InputVariables& variables, const InputFormat& format) {
  variables_ = variables;
  const auto& all = variables.all();
  const bool regions =
      format.kind == InputKind::image && format.shape.size() == 3 &&
      std::all_of(all.begin(), all.end(), [](const InputVariable& variable) { return !variable.rects.empty(); });
  height_ = regions ? static_cast<double>(format.shape[1]) : 0.0;
  width_ = regions ? static_cast<double>(format.shape[2]) : 0.0;
}

QRectF MaskDelegate::maskOf(const QRect& cell) const {
  if (!(height_ > 0.0 && width_ > 0.0)) return {};
  const double room = cell.height() - 2.0 * margin;
  const double scale = room / std::max(height_, width_);
  return {cell.left() + margin, cell.top() + margin, scale * width_, scale * height_};
}

void MaskDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QRectF mask = maskOf(option.rect);
  if (mask.isEmpty()) return QStyledItemDelegate::paint(painter, option, index);
  QStyleOptionViewItem text = option;
  initStyleOption(&text, index);
  text.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &text, painter, text.widget);
  QStyleOptionViewItem moved = option;
  moved.rect.setLeft(static_cast<int>(mask.right() + margin));
  QStyledItemDelegate::paint(painter, moved, index);
  const PlotColors colors = PlotColors::of(option.palette);
  const auto coalition = index.data(InteractionsModel::coalitionRole).value<Coalition>();
  const bool positive = index.data(InteractionsModel::shareRole).toDouble() >= 0.0;
  painter->save();
  painter->setClipRect(option.rect);
  painter->fillRect(mask, colors.background);
  const double x = mask.width() / width_, y = mask.height() / height_;
  for (std::size_t v = 0; v < variables_.all().size(); ++v) {
    const bool in = (coalition >> v & 1u) != 0;
    for (const PixelRect& rect : variables_[v].rects) {
      const QRectF place(mask.left() + x * static_cast<double>(rect.left),
                         mask.top() + y * static_cast<double>(rect.top), x * static_cast<double>(rect.width),
                         y * static_cast<double>(rect.height));
      painter->fillRect(place, in ? colors.strength(positive) : colors.grid);
    }
  }
  painter->setPen(QPen(colors.axis, 1.0));
  painter->drawRect(mask);
  painter->restore();
}

}  // namespace spindle
