// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/analysis_page.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace spindle {

class CurvePlot;
class GroupedBarsPlot;

/// What counts as salient, how many interactions do by order, and all of them in falling order.
class SaliencePage : public AnalysisPage {
  Q_OBJECT

 public:
  explicit SaliencePage(QWidget* parent = nullptr);
  void show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) override;
  using QWidget::show;
  void setSalience(const Salience& salience);

 signals:
  void salienceChosen(const spindle::Salience& salience);

 private:
  QComboBox* rule_;
  QDoubleSpinBox* factor_;
  QLabel* sentence_;
  GroupedBarsPlot* counts_;
  CurvePlot* curve_;
};

}  // namespace spindle
