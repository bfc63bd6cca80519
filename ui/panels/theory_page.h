// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/analysis_page.h"

#include <optional>

class QLabel;
class QSlider;
class QToolButton;

namespace spindle {

class CurvePlot;
class GroupedBarsPlot;

/// Measured shares by order beside those that learning under noise predicts (Ren et al., NeurIPS 2024), with a slider
/// of the noise, and the noise fitted at each checkpoint of phase two. Before phase two nothing is predicted; the first
/// checkpoint stands beside the theory of untrained networks.
class TheoryPage : public AnalysisPage {
  Q_OBJECT

 public:
  explicit TheoryPage(QWidget* parent = nullptr);
  void show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) override;
  using QWidget::show;

 signals:
  void checkpointChosen(std::size_t checkpoint);

 private:
  void showBars();
  void showSigma(const DynamicsSession& session, const StoredAnalysis& analysis);

  GroupedBarsPlot* bars_;
  CurvePlot* sigma_;
  QSlider* slider_;
  QLabel* sentence_;
  QToolButton* fit_;
  std::shared_ptr<const TheoryModel> model_;
  AnalysisPtr shown_;
  std::optional<TheoryPoint> point_;
  std::vector<double> measured_;
  std::vector<double> steps_;
  std::vector<std::size_t> checkpoints_;
  std::optional<std::size_t> own_;  ///< grid point that the user holds the slider at; none: the fit
  std::size_t checkpoint_ = 0;
  bool first_ = false;
};

}  // namespace spindle
