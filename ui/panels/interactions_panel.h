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

  void setNames(const QStringList& names);
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

/// Variables named in a filter: numbers from 1, in any spelling ("3 7", "[3][7]", "w7"); others are ignored.
Coalition coalitionFrom(const QString& text);

}  // namespace spindle
