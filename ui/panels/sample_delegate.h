// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/run_facts.h"

#include <QHash>
#include <QPixmap>
#include <QStyledItemDelegate>

namespace spindle {

/// A sample of the strip: its picture, its class, its score, and whether it is classified right, as a check mark or a
/// cross. Pictures are painted when they are first seen.
class SampleDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void setFacts(const RunFacts* facts);  ///< of the open run, as long as it is; null: none
  void forget() { pictures_.clear(); }   ///< another palette

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  [[nodiscard]] QPixmap picture(std::size_t sample, const QSize& size, const QPalette& palette, qreal ratio) const;

  const RunFacts* facts_ = nullptr;
  mutable QHash<std::size_t, QPixmap> pictures_;
};

}  // namespace spindle
