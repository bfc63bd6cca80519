// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace spindle {

/// The numbers behind the bars, for reading, copying and screen readers: one row an order.
class StrengthTable : public QWidget {
  Q_OBJECT

 public:
  explicit StrengthTable(QWidget* parent = nullptr);
  void show(const OrderStrength& strength, const QString& place);

  /// Tab-separated, with the head, in full precision.
  [[nodiscard]] QString asText() const;
  [[nodiscard]] QSize sizeHint() const override { return {300, 260}; }

 private:
  QLabel* place_;
  QTableWidget* table_;
  OrderStrength strength_;
};

}  // namespace spindle
