// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"
#include "ui/session/latest_job.h"
#include "ui/session/selection.h"

#include <QWidget>

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
class VariableTools;

/// The chosen sample and its input variables: an image, or a list of columns or words. A click asks for the
/// interactions that contain a variable; while editing it changes the draft of the session's VariableEditor, which is
/// computed when the user says so.
class SamplePanel : public QWidget {
  Q_OBJECT

 public:
  SamplePanel(DynamicsSession& session, Selection& selection, QWidget* parent = nullptr);

  [[nodiscard]] SampleView* view() const { return view_; }
  /// editing: the action that switches it; undo and redo stand beside it.
  void addEditActions(QAction* editing, QAction* undo, QAction* redo);

 signals:
  /// Why the variables that the user picked cannot be taken.
  void refused(const QString& sentence);

 private:
  void takeRun();
  void takeChoice();
  void showSample();
  void showScore(const InteractionListPtr& list);
  void showFormat();
  void showVariables();
  void showList();
  void setEditing(bool editing);
  void paintCell(int row, int column, bool add);
  void selectRandom(int count, std::uint64_t seed, int margin);
  void toggleItem(unsigned place);
  void showPoints();
  void findClusters();
  void toggleCluster(std::size_t cluster);
  void groupItems(const std::vector<std::uint32_t>& places);
  void showLit();
  /// Edits the draft; tells why it cannot.
  template <class Change>
  void edit(const Change& change);
  [[nodiscard]] bool changeable() const;
  [[nodiscard]] const Sample* shownSample() const;
  [[nodiscard]] const InputVariables* shownVariables() const;

  DynamicsSession& session_;
  Selection& selection_;
  const RunFacts* facts_ = nullptr;  ///< the session's, as long as they are open
  PickGrid grid_;
  QComboBox* chooser_;
  QLabel* format_;
  QStackedWidget* pages_;
  SampleView* view_;
  VariableItems* list_;
  PointsView* points_;
  VariableTools* tools_;
  PendingLine* pending_;
  QWidget* editBar_;
  QLabel *target_, *count_;
  QPushButton* reset_;
  std::vector<std::vector<std::uint32_t>> clusters_;  ///< of the shown sample
  LatestJob<std::vector<std::vector<std::uint32_t>>> clustering_;
  bool filling_ = false, editing_ = false, refused_ = false;
};

}  // namespace spindle
