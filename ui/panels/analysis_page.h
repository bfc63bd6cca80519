// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"
#include "ui/panels/page_actions.h"

#include <QWidget>

#include <map>
#include <vector>

class QHBoxLayout;
class QLabel;
class QScrollArea;
class QToolButton;

namespace spindle {

class AnalysisTable;
class ChartView;
class OptionControls;

/// The page of any analysis: its charts and tables side by side as AnalysisInfo::page names them, what it found, and
/// controls made from the options it declares. Knows no analysis by name.
class AnalysisPage : public QWidget {
  Q_OBJECT

 public:
  AnalysisPage(std::shared_ptr<const Analysis> analysis, const PageActions& actions, QWidget* parent = nullptr);

  /// What was found, at a checkpoint (row of the results). Cheap where neither has changed, within a frame where only
  /// the checkpoint has.
  void show(const AnalyzedPtr& found, std::size_t checkpoint);
  using QWidget::show;

  /// There is nothing to show, and why.
  void clear(const QString& why);

  /// Gives it a button that asks for a dock of its own.
  void offerDock();

  /// Values of the options that several analyses share, for the controls.
  void setShared(const OptionValues& values);

  [[nodiscard]] const AnalysisInfo& info() const { return analysis_->info(); }
  [[nodiscard]] ChartView* chart(const std::string& name) const;
  [[nodiscard]] AnalysisTable* table(const std::string& name) const;

 signals:
  void dockWanted();
  void chosen(const spindle::ChartTarget& target);
  void optionChanged(const spindle::OptionInfo& option, bool shared, double value);

 private:
  void showPlace();
  void showPanels();
  void showFindings();
  void showWhole();
  void showCharts(const std::vector<Chart>& charts);
  void openTable(const TableMaker& maker);
  void takeOption(const std::string& option, double value);

  std::shared_ptr<const Analysis> analysis_;
  AnalyzedPtr found_;
  std::size_t checkpoint_ = 0;
  OptionValues live_;
  QScrollArea* panels_;
  std::map<std::string, ChartView*> charts_;
  std::map<std::string, AnalysisTable*> tables_;
  QLabel* findings_;
  OptionControls* controls_ = nullptr;
  QHBoxLayout* buttons_;
  QToolButton* tableButton_;
};

}  // namespace spindle
