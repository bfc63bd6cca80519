// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"
#include "ui/session/interactions_model.h"
#include "ui/session/selection.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace spindle {

class MaskDelegate;

/// The interactions of the chosen sample, as the session answers requests for them. Clicking a row lights its
/// variables.
class InteractionsPanel : public QWidget {
  Q_OBJECT

 public:
  InteractionsPanel(const DynamicsSession& session, Selection& selection, QWidget* parent = nullptr);

  void setKinds(ShownKinds kinds);
  void keepOrder(bool keep) { model_.keepOrder(keep); }

  [[nodiscard]] InteractionsModel& model() { return model_; }
  [[nodiscard]] QSize sizeHint() const override { return {300, 400}; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void setNames(const QStringList& names);
  void take(const InteractionListPtr& list, std::size_t checkpoint, std::size_t sample);
  void takeChoice();
  void fitRows();
  void setLines(int lines);
  void takeState();
  void takeLives();
  void clear();
  void refilter();
  void showLit();

  const DynamicsSession& session_;
  Selection& selection_;
  InteractionsModel model_;
  QLabel *place_, *count_;
  QLineEdit* contains_;
  QCheckBox* salient_;
  QTableView* table_;
  MaskDelegate* masks_;
  int lines_ = 1;  ///< of a row
};

/// What a filter asks for, an entry a word of it: numbers from 1 in any spelling ("3 7", "[3][7]", "w7"), or parts of
/// names, in which case one of the variables so named is enough. A word that fits no variable gives an empty entry.
std::vector<Coalition> wantedFrom(const QString& text, const QStringList& names);

}  // namespace spindle
