// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/interactions_model.h"
#include "ui/session/selection.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace spindle {

/// The interactions of the chosen sample at the checkpoint under the playhead. Clicking a row lights its variables.
class InteractionsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit InteractionsPanel(Selection& selection, QWidget* parent = nullptr);

  void setNames(const QStringList& names, bool named);
  void setKinds(ShownKinds kinds);
  void show(const InteractionListPtr& list, const QString& place);
  void clear(const QString& why);

  [[nodiscard]] InteractionsModel& model() { return model_; }
  [[nodiscard]] QSize sizeHint() const override { return {300, 400}; }

 private:
  void refilter();
  void showLit();

  Selection& selection_;
  InteractionsModel model_;
  QLabel *place_, *count_;
  QLineEdit* contains_;
  QCheckBox* salient_;
  QTableView* table_;
};

/// What a filter asks for, an entry a word of it: numbers from 1 in any spelling ("3 7", "[3][7]", "w7"), or parts of
/// names, in which case one of the variables so named is enough. A word that fits no variable gives an empty entry.
std::vector<Coalition> wantedFrom(const QString& text, const QStringList& names);

}  // namespace spindle
