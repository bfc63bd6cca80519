// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/step_preview.h"
#include "ui/session/latest_job.h"
#include "ui/session/run_facts.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace spindle {

/// Corrects what was guessed of a run's steps and losses: a pattern that finds the step in a checkpoint's name, with
/// what it would make of the names shown while it is typed, and the columns of the log. Writes nothing itself.
class RunCorrections : public QWidget {
  Q_OBJECT

 public:
  explicit RunCorrections(QWidget* parent = nullptr);

  void setRun(const RunFacts* facts);

  /// Whether there is a run to correct.
  [[nodiscard]] bool usable() const { return usable_; }

  /// Whether the names are listed with their steps as the pattern has them.
  [[nodiscard]] bool showsNames() const;

 signals:
  void corrected(const spindle::RunDescription& description);
  void lossesWanted();
  void previewed();  ///< the preview is up to date

 private:
  void edited();
  void preview();
  void show(const StepPreview& preview);
  void use();
  [[nodiscard]] StepPattern pattern() const;
  [[nodiscard]] RunDescription description() const;

  bool usable_ = false;
  RunDescription start_;
  LossColumns taken_;
  std::vector<std::string> candidates_;
  QTimer wait_;
  LatestJob<StepPreview> preview_;
  QLineEdit* pattern_;
  QComboBox *unit_, *train_, *test_;
  QLabel *trainName_, *testName_, *result_;
  QTreeWidget* names_;
  QPushButton *use_, *compute_;
};

}  // namespace spindle
