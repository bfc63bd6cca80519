// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/mask_delegate.h"

#include "core/input/variables/regions.h"
#include "ui/plots/plot_colors.h"
#include "ui/session/interactions_model.h"

#include <QPainter>

#include <algorithm>

namespace spindle {
namespace {

constexpr double margin = 2.0;
constexpr int linesOfMask = 2;  // it grows no more with its row

}  // namespace

void MaskDelegate::setVariables(const InputVariables& variables, const InputFormat& format) {
  const auto& all = variables.all();
  const bool regions =
      format.kind == InputKind::image && format.shape.size() == 3 &&
      std::all_of(all.begin(), all.end(), [](const InputVariable& variable) { return !variable.rects.empty(); });
  regions_ = QImage();
  count_ = variables.count();
  if (!regions) return;
  const auto height = static_cast<int>(format.shape[1]), width = static_cast<int>(format.shape[2]);
  const std::vector<std::int64_t> labels = regionLabels(variables, format);
  regions_ = QImage(width, height, QImage::Format_Indexed8);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x)
      regions_.scanLine(y)[x] = static_cast<uchar>(labels[static_cast<std::size_t>(y * width + x)]);
  }
}

int MaskDelegate::rowHeight(const QFontMetrics& metrics, int lines) {
  return lines * metrics.height() + 6;
}

QRectF MaskDelegate::maskOf(const QRect& cell, const QFontMetrics& metrics) const {
  if (regions_.isNull()) return {};
  const double room = std::min(cell.height(), rowHeight(metrics, linesOfMask)) - 2.0 * margin;
  const double scale = room / std::max(regions_.height(), regions_.width());
  return {cell.left() + margin, cell.top() + margin, scale * regions_.width(), scale * regions_.height()};
}

int MaskDelegate::linesOf(const QModelIndex& index, const QFontMetrics& metrics, int width) const {
  constexpr int around = 8;  // what a cell leaves free
  constexpr int most = 10000;
  const QString text = index.data().toString();
  const auto room = [&](int lines) {
    const int height = rowHeight(metrics, lines);
    return std::max(1, width - around - static_cast<int>(maskOf({0, 0, height, height}, metrics).width()));
  };
  if (metrics.horizontalAdvance(text) <= room(1)) return 1;
  const QRect needed = metrics.boundingRect(QRect(0, 0, room(linesOfMask), most), Qt::TextWordWrap, text);
  return std::max(2, (needed.height() + metrics.height() / 2) / metrics.height());
}

void MaskDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QRectF mask = maskOf(option.rect, option.fontMetrics);
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
  QList<QRgb> shown{colors.background.rgb()};
  for (int v = 0; v < count_; ++v)
    shown << ((coalition >> v & 1u) != 0 ? colors.strength(positive) : colors.grid).rgb();
  QImage colored = regions_;
  colored.setColorTable(shown);
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(mask, colored);
  painter->setPen(QPen(colors.axis, 1.0));
  painter->drawRect(mask);
  painter->restore();
}

}  // namespace spindle
