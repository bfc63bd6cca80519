// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"
#include "ui/session/selection.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace spindle {

class SampleView;

/// The chosen sample and its input variables: a picture whose cells are picked by clicking, or a list of columns or
/// words with check boxes.
class SamplePanel : public QWidget {
  Q_OBJECT

 public:
  SamplePanel(DynamicsSession& session, Selection& selection, QWidget* parent = nullptr);

  [[nodiscard]] SampleView* view() const { return view_; }

 signals:
  /// Why the variables that the user picked cannot be taken.
  void refused(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void takeRun();
  void takeChoice();
  void showSample();
  void showScore(const InteractionListPtr& list);
  void showFormat();
  void showVariables();
  void showList();
  void toggleCell(int row, int column);
  void toggleItem(unsigned place);
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
  QListWidget* list_;
  QLabel *target_, *count_;
  QPushButton* reset_;
  bool filling_ = false;
};

}  // namespace spindle
