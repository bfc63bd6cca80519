// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/analysis_page.h"

class QTableWidget;

namespace spindle {

class CurvePlot;
class GroupedBarsPlot;

/// Whether interactions generalize, by order: similarity of training and test samples over training, strength on clean
/// and on mislabeled samples, and the samples that turn to high orders first.
class GeneralizationPage : public AnalysisPage {
  Q_OBJECT

 public:
  explicit GeneralizationPage(QWidget* parent = nullptr);
  void show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) override;
  using QWidget::show;

 signals:
  void sampleChosen(std::size_t row);  ///< row of the results

 private:
  void showSimilarity(const DynamicsTrack& track, const StoredAnalysis& analysis);
  void showTurns(const DynamicsSession& session, const StoredAnalysis& analysis);

  CurvePlot* similarity_;
  GroupedBarsPlot* groups_;
  QTableWidget* turns_;
  AnalysisPtr shown_;
};

}  // namespace spindle
