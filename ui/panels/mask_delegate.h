// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/variables/input_variables.h"

#include <QImage>
#include <QStyledItemDelegate>

namespace spindle {

/// The variables of an interaction: where they are regions of an image a small mask of it, in the color of the sign,
/// before their names.
class MaskDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  /// Variables without regions have no mask.
  void setVariables(const InputVariables& variables, const InputFormat& format);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  /// That a row of this height needs, the text in one line.
  [[nodiscard]] int widthOf(const QModelIndex& index, const QFontMetrics& metrics, int height) const;

 private:
  [[nodiscard]] QRectF maskOf(const QRect& cell) const;

  QImage regions_;  ///< the number of the variable, from 1, of each pixel; null: no masks
  int count_ = 0;   ///< of variables
};

}  // namespace spindle
