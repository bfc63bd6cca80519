// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/edit_actions.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/selection.h"

#include <QWidget>

#include <optional>

class QAction;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace spindle {

class PendingLine;
class PointsView;
class SampleView;
class VariableItems;
class VariablePicker;
class VariableTools;

/// The chosen sample and its input variables: an image, or a list of columns or words. A click asks for the
/// interactions that contain a variable; while editing it changes the draft of the session's VariableEditor, which is
/// computed when the user says so.
class SamplePanel : public QWidget {
  Q_OBJECT

 public:
  SamplePanel(DynamicsSession& session, Selection& selection, QWidget* parent = nullptr);

  [[nodiscard]] SampleView* view() const { return view_; }
  /// Their buttons stand over the sample.
  void addEditActions(const EditActions& actions);

 signals:
  /// Why the variables that the user picked cannot be taken.
  void refused(const QString& sentence);

 private:
  void takeRun();
  void takeChoice();
  void showSample();
  void showScore();
  void showSight();
  void showFormat();
  void showVariables();
  void showList();
  void showPoints();
  void showLit();
  void setEditing(bool editing);
  void refreshActions();
  [[nodiscard]] const Sample* shownSample() const;

  DynamicsSession& session_;
  Selection& selection_;
  const RunFacts* facts_ = nullptr;  ///< the session's, as long as they are open
  QComboBox* chooser_;
  QLabel* format_;
  QStackedWidget* pages_;
  SampleView* view_;
  VariableItems* list_;
  PointsView* points_;
  VariablePicker* picker_;
  VariableTools* tools_;
  PendingLine* pending_;
  QWidget* editBar_;
  QLabel *target_, *count_;
  QPushButton* reset_;
  std::optional<EditActions> actions_;
  InteractionListPtr scores_;  ///< of the shown sample
  bool filling_ = false, editing_ = false;
  bool sighted_ = false;  ///< a masked input is shown
};

}  // namespace spindle
