// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/analysis_page.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QTableWidget;

namespace spindle {

/// The start of phase two by every rule with its interval, how far they agree, and the constants of the rules.
class PhasesPage : public AnalysisPage {
  Q_OBJECT

 public:
  explicit PhasesPage(QWidget* parent = nullptr);
  void show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) override;
  using QWidget::show;

 signals:
  void optionsChosen(const spindle::PhaseOptions& options);
  void ruleChosen(spindle::PhaseRule rule);
  void checkpointChosen(std::size_t checkpoint);

 private:
  void choose();

  QTableWidget* table_;
  QLabel *agreement_, *explanation_;
  QComboBox* rule_;
  QDoubleSpinBox *tie_, *rise_, *gapShare_;
  AnalysisPtr shown_;
  int shownRule_ = -1;
};

}  // namespace spindle
