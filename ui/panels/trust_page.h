// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/analysis_page.h"

class QLabel;
class QToolButton;

namespace spindle {

class CurvePlot;

/// How far to trust what is shown: what the salient interactions explain, the certified gap, the assumption of the
/// sparsity theorem, and the stability over draws of the variables.
class TrustPage : public AnalysisPage {
  Q_OBJECT

 public:
  explicit TrustPage(QAction* draws, QWidget* parent = nullptr);
  void show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) override;
  using QWidget::show;

 private:
  QLabel* sentences_;
  CurvePlot *explained_, *scores_;
  AnalysisPtr shown_;
};

}  // namespace spindle
