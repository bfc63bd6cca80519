// SPDX-License-Identifier: GPL-3.0-or-later
// A second run beside the open one, and what is dropped on the window.
#include "app/main_window.h"
#include "app/window_actions.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/drop_overlay.h"
#include "ui/panels/dynamics_view.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>

#include <algorithm>

namespace spindle::app {
namespace {

/// The one local path of a drop; empty where there is none.
QString droppedPath(const QMimeData* data) {
  if (!data->hasUrls() || data->urls().isEmpty()) return {};
  return data->urls().front().toLocalFile();
}

}  // namespace

void MainWindow::connectBeside() {
  connect(&beside_, &BesideRun::failed, this,
          [this](const QString& sentence) { tell(tr("The second run: %1").arg(sentence), true); });
  connect(&beside_, &BesideRun::changed, this, [this] {
    actions_->removeRun->setEnabled(beside_.isOpen());
    actions_->differences->setEnabled(beside_.isOpen());
    actions_->differences->setChecked(beside_.asDifferences());
  });
  actions_->removeRun->setEnabled(false);
  actions_->differences->setEnabled(false);
  connect(actions_->addRun, &QAction::triggered, this, &MainWindow::chooseBesideRun);
  connect(actions_->addResults, &QAction::triggered, this, &MainWindow::chooseBesideResults);
  connect(actions_->removeRun, &QAction::triggered, &beside_, &BesideRun::close);
  connect(actions_->differences, &QAction::toggled, &beside_, &BesideRun::setAsDifferences);
  connect(view_->tabs(), &AnalysisTabs::dockWanted, this, &MainWindow::openDock);
}

void MainWindow::openBeside(const std::filesystem::path& place) {
  if (session_.facts() == nullptr) return open(place);
  view_->tabs()->openPage("compare");
  beside_.open(place);
}

void MainWindow::chooseBesideRun() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Compare with a folder of checkpoints"),
                                                           settings_.value("lastFolder").toString());
  if (folder.isEmpty()) return;
  settings_.setValue("lastFolder", QFileInfo(folder).absolutePath());
  openBeside(folder.toStdString());
}

void MainWindow::chooseBesideResults() {
  const QString file = QFileDialog::getOpenFileName(
      this, tr("Compare with results"), settings_.value("lastFolder").toString(), tr("Spindle results (*.h5)"));
  if (!file.isEmpty()) openBeside(file.toStdString());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const QString path = droppedPath(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  const bool both = session_.facts() != nullptr && !isSessionFile(path.toStdString());
  dropOverlay_->showZones(QFileInfo(path).fileName(),
                          both ? QString::fromStdString(session_.facts()->name) : QString());
  dropOverlay_->point(event->position().toPoint());
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
  dropOverlay_->point(event->position().toPoint());
  event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent* /*event*/) {
  dropOverlay_->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const bool compare =
      dropOverlay_->isVisible() && dropOverlay_->zoneAt(event->position().toPoint()) == DropOverlay::Zone::compare;
  dropOverlay_->hide();
  const QString path = droppedPath(event->mimeData());
  if (path.isEmpty()) return;
  compare ? openBeside(path.toStdString()) : open(path.toStdString());
}

}  // namespace spindle::app
