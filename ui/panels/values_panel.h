// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/interaction_list.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace spindle {

/// Shapley and Banzhaf values of the sample's variables at the checkpoint under the playhead, and its strongest pairs.
class ValuesPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ValuesPanel(QWidget* parent = nullptr);
  void show(const InteractionListPtr& list, const QString& place, const QStringList& names, bool named);
  using QWidget::show;
  void clear(const QString& why);

  /// Both tables, separated by tabs, in full precision.
  [[nodiscard]] QString asText() const;
  [[nodiscard]] QSize sizeHint() const override { return {300, 400}; }

 signals:
  void pairChosen(spindle::Coalition pair);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void fill();

  QLabel* place_;
  QTableWidget *single_, *pairs_;
  InteractionListPtr list_;
  QStringList names_;
  bool named_ = false;
  bool filled_ = true;  ///< the tables show list_; a hidden panel waits
};

}  // namespace spindle
