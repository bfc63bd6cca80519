// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace spindle {

class DynamicsView;

/// The numbers behind the bars of a view, for reading, copying and screen readers: one row an order.
class StrengthTable : public QWidget {
  Q_OBJECT

 public:
  explicit StrengthTable(const DynamicsView& view, QWidget* parent = nullptr);

  /// Tab-separated, with the head, in full precision.
  [[nodiscard]] QString asText() const;
  [[nodiscard]] QSize sizeHint() const override { return {300, 260}; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();

  const DynamicsView& view_;
  QLabel* place_;
  QTableWidget* table_;
  OrderStrength strength_;
  qsizetype longest_ = 0;  ///< text that the columns have room for
};

}  // namespace spindle
