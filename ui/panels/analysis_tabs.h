// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/page_actions.h"
#include "ui/session/dynamics_session.h"

#include <QPointer>
#include <QTabWidget>

#include <vector>

class QToolButton;

namespace spindle {

class AnalysisPage;

/// A drawer with a page for each analysis that has one: closed it is a row of titles, and a click on one opens it; a
/// click on the title of the open page closes it. Only the page that is seen is kept up to date.
class AnalysisTabs : public QTabWidget {
  Q_OBJECT

 public:
  AnalysisTabs(const DynamicsSession& session, const PageActions& actions, QWidget* parent = nullptr);

  [[nodiscard]] bool isOpen() const { return open_; }
  void setOpen(bool open);
  /// Opens that page.
  void openPage(int index);
  void openPage(const std::string& analysis);  ///< nothing where the analysis has none
  /// The analysis of the open page; empty where the drawer is closed.
  [[nodiscard]] std::string openPageName() const;

  /// A page of its own for a dock, kept up to date while it is seen; the caller owns it. Null where the analysis has
  /// none.
  [[nodiscard]] AnalysisPage* newPage(const std::string& analysis, QWidget* parent);

  void setCheckpoint(std::size_t checkpoint);
  void refresh();  ///< another analysis, or other strengths

  /// Null where the analysis has no page.
  [[nodiscard]] AnalysisPage* page(const std::string& analysis) const;

 signals:
  void opened(bool open);
  void dockWanted(const std::string& analysis);
  void chosen(const spindle::ChartTarget& target);
  void salienceChosen(const spindle::Salience& salience);
  void phaseOptionsChosen(const spindle::PhaseOptions& options);
  void phaseRuleChosen(spindle::PhaseRule rule);
  void analysisOptionChosen(const std::string& analysis, const std::string& option, double value);

 private:
  AnalysisPage* made(const std::shared_ptr<const Analysis>& analysis, QWidget* parent);
  void update(AnalysisPage& page);
  void takeShared(const std::string& option, double value);
  [[nodiscard]] OptionValues sharedValues() const;

  const DynamicsSession& session_;
  PageActions actions_;
  std::vector<AnalysisPage*> pages_;
  std::vector<QPointer<AnalysisPage>> docked_;
  std::size_t checkpoint_ = 0;
  bool open_ = true;
  QToolButton* toggle_;
};

}  // namespace spindle
