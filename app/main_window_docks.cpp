// SPDX-License-Identifier: GPL-3.0-or-later
// Where the docks stand, and docks of analyses, which the user opens from their pages.
#include "app/main_window.h"
#include "ui/panels/analysis_page.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/dynamics_view.h"

#include <QDockWidget>

#include <algorithm>
#include <utility>

namespace spindle::app {
namespace {

const QString prefix = QStringLiteral("analysis.");

bool isOfAnalysis(const QDockWidget* dock) {
  return dock->objectName().startsWith(prefix);
}

}  // namespace

void MainWindow::setDocksAside(bool aside) {
  if (aside == aside_.has_value()) return;
  if (!aside) {
    const auto docks = *std::exchange(aside_, std::nullopt);
    for (const auto& one : docks) {
      if (one) one->show();
    }
    for (const auto& one : docks) {
      if (one) one->raise();
    }
    return;
  }
  QList<QPointer<QDockWidget>> shown;
  const auto docks = findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly);
  for (QDockWidget* one : docks) {
    if (one->isHidden()) continue;
    const bool front =
        isVisible() ? !one->visibleRegion().isEmpty() : one != dock("runDock") && one != dock("valuesDock");
    front ? shown.append(one) : shown.prepend(one);
  }
  aside_ = shown;
  for (const auto& one : shown) one->hide();
}

void MainWindow::placeDocks() {
  const bool aside = std::exchange(aside_, std::nullopt).has_value();
  setDocks({});
  // Not QMainWindow::restoreState(): Qt 6.4 crashes in it when a dock was being moved (found by random clicks).
  for (const PlacedDock& placed : docks_) {
    placed.dock->setFloating(false);
    removeDockWidget(placed.dock);
  }
  for (const PlacedDock& placed : docks_) {
    addDockWidget(placed.area, placed.dock);
    placed.dock->setVisible(placed.shown);
  }
  QDockWidget *run = dock("runDock"), *interactions = dock("interactionsDock");
  splitDockWidget(dock("samplesDock"), dock("sampleDock"), Qt::Vertical);
  tabifyDockWidget(dock("sampleDock"), run);
  dock("sampleDock")->raise();
  tabifyDockWidget(interactions, dock("valuesDock"));
  interactions->raise();
  resizeDocks({run, interactions}, {285, 400}, Qt::Horizontal);
  resizeDocks({dock("samplesDock"), run}, {1, 1000}, Qt::Vertical);
  if (aside) setDocksAside(true);
}

void MainWindow::openDock(const std::string& analysis) {
  const QString name = prefix + QString::fromStdString(analysis);
  if (auto* there = findChild<QDockWidget*>(name, Qt::FindDirectChildrenOnly)) {
    there->show();
    return there->raise();
  }
  AnalysisTabs* tabs = view_->tabs();
  AnalysisPage* page = tabs->newPage(analysis, nullptr);
  if (page == nullptr) return;
  auto* made = new QDockWidget(QString::fromStdString(page->info().title), this);
  made->setObjectName(name);
  made->setAttribute(Qt::WA_DeleteOnClose);
  made->setToolTip(QString::fromStdString(page->info().sentence));
  made->setWidget(page);
  connect(made, &QDockWidget::visibilityChanged, tabs, &AnalysisTabs::refresh);
  const QList<QDockWidget*> sides{dock("sampleDock"), dock("interactionsDock")};
  const QList<int> widths{sides[0]->width(), sides[1]->width()};
  addDockWidget(Qt::BottomDockWidgetArea, made);
  made->show();  // at once, not with the next event: it counts as open
  if (isVisible()) resizeDocks(sides, widths, Qt::Horizontal);
}

std::vector<std::string> MainWindow::openDocks() const {
  std::vector<std::string> names;
  const auto docks = findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly);
  for (QDockWidget* one : docks) {
    const bool open = !one->isHidden() || (aside_ && aside_->contains(one));
    if (isOfAnalysis(one) && open) names.push_back(one->objectName().mid(prefix.size()).toStdString());
  }
  return names;
}

void MainWindow::setDocks(const std::vector<std::string>& analyses) {
  const auto docks = findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly);
  for (QDockWidget* one : docks) {
    const std::string name = one->objectName().mid(prefix.size()).toStdString();
    if (isOfAnalysis(one) && std::find(analyses.begin(), analyses.end(), name) == analyses.end()) delete one;
  }
  for (const std::string& name : analyses) openDock(name);
}

}  // namespace spindle::app
