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
  [[nodiscard]] bool hasMasks() const { return !regions_.isNull(); }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  /// How many lines the text takes in a column of this width, in pixels.
  [[nodiscard]] int linesOf(const QModelIndex& index, const QFontMetrics& metrics, int width) const;
  /// Of a row with so many lines.
  [[nodiscard]] static int rowHeight(const QFontMetrics& metrics, int lines);

 private:
  [[nodiscard]] QRectF maskOf(const QRect& cell, const QFontMetrics& metrics) const;

  QImage regions_;  ///< the number of the variable, from 1, of each pixel; null: no masks
  int count_ = 0;   ///< of variables
};

}  // namespace spindle
