// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/interaction_list.h"
#include "ui/session/run_facts.h"
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
  explicit SamplePanel(Selection& selection, QWidget* parent = nullptr);

  /// facts must outlive the panel's use of it (until the next call); null: nothing is open.
  void setRun(const RunFacts* facts);
  void setChoice(const VariableChoice& choice);
  void chooseSample(std::size_t sample);  ///< number among the run's samples

  /// Score of the sample at the shown checkpoint.
  void setScore(const InteractionListPtr& list);

  [[nodiscard]] SampleView* view() const { return view_; }

 signals:
  /// The user picked other variables.
  void choiceRequested(const spindle::VariableChoice& choice);
  void refused(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showSample();
  void showFormat();
  void showVariables();
  void showList();
  void toggleCell(int row, int column);
  void toggleItem(unsigned place);
  [[nodiscard]] const Sample* shownSample() const;
  [[nodiscard]] const InputVariables* shownVariables() const;

  Selection& selection_;
  const RunFacts* facts_ = nullptr;
  VariableChoice choice_;
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
