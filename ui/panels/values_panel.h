// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"
#include "ui/session/selection.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace spindle {

/// Shapley and Banzhaf values of the chosen sample's variables, as the session answers requests for its interactions,
/// and its strongest pairs. Clicking a pair lights it.
class ValuesPanel : public QWidget {
  Q_OBJECT

 public:
  ValuesPanel(const DynamicsSession& session, Selection& selection, QWidget* parent = nullptr);

  /// Both tables, separated by tabs, in full precision.
  [[nodiscard]] QString asText() const;
  [[nodiscard]] QSize sizeHint() const override { return {300, 400}; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void take(const InteractionListPtr& list, std::size_t checkpoint, std::size_t sample);
  void clear();
  void fill();

  const DynamicsSession& session_;
  Selection& selection_;
  QLabel* place_;
  QTableWidget *single_, *pairs_;
  InteractionListPtr list_;
  QStringList names_;
  bool named_ = false;
  bool filled_ = true;                             ///< the tables show list_; a hidden panel waits
  qsizetype longestSingle_ = 0, longestPair_ = 0;  ///< texts that the columns have room for
};

}  // namespace spindle
