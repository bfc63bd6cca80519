// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/analysis_page.h"

#include <QTabWidget>

#include <vector>

class QAction;

namespace spindle {

class TimelinePlot;

/// The timeline and, behind it, the pages of the analysis. Only the page that is seen is kept up to date.
class AnalysisTabs : public QTabWidget {
  Q_OBJECT

 public:
  AnalysisTabs(const DynamicsSession& session, TimelinePlot* timeline, QAction* draws, QWidget* parent = nullptr);

  void setCheckpoint(std::size_t checkpoint);
  void refresh();  ///< another analysis, or other strengths

 signals:
  void checkpointChosen(std::size_t checkpoint);
  void sampleChosen(std::size_t sample);
  void salienceChosen(const spindle::Salience& salience);
  void phaseOptionsChosen(const spindle::PhaseOptions& options);
  void phaseRuleChosen(spindle::PhaseRule rule);

 private:
  const DynamicsSession& session_;
  std::vector<AnalysisPage*> pages_;
  std::size_t checkpoint_ = 0;
};

}  // namespace spindle
