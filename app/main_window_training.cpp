// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does while a network is trained: in a process that it started, or elsewhere.
#include "app/main_window.h"
#include "app/train_dialog.h"
#include "app/training_line.h"
#include "app/training_process.h"
#include "app/window_actions.h"
#include "core/analysis/phase_two_so_far.h"

#include <QAction>
#include <QApplication>
#include <QStatusBar>

#include <utility>

namespace spindle::app {

void MainWindow::buildTraining(const QString& trainer) {
  actions_->trainRun->setEnabled(!trainer.isEmpty());
  if (trainer.isEmpty()) return;
  training_ = new TrainingProcess(trainer, this);
  statusBar()->addPermanentWidget(new TrainingLine(*training_, this));
  connect(training_, &TrainingProcess::begun, this, &MainWindow::openTraining);
  connect(training_, &TrainingProcess::ended, this, [this](const QString& sentence, bool begun) {
    if (!begun && trainDialog_) return trainDialog_->showProblem(sentence);
    if (!sentence.isEmpty()) tell(sentence, true);
  });
}

void MainWindow::askTraining() {
  if (training_->running())
    return tell(tr("A training is going on in %1; stop it first.").arg(training_->folder()), false);
  if (!trainDialog_) {
    trainDialog_ = new TrainDialog(settings_, this);
    trainDialog_->setAttribute(Qt::WA_DeleteOnClose);
    connect(trainDialog_, &TrainDialog::startWanted, this,
            [this] { training_->start(trainDialog_->options(), trainDialog_->folder()); });
  }
  trainDialog_->open();
}

void MainWindow::openTraining() {
  if (trainDialog_) trainDialog_->accept();
  const auto folder = training_->folder().toStdString();
  open(folder);
  followOpened_ = true;
}

/// Once for each place, with the confidence that resampling the samples gives it.
void MainWindow::tellPhaseTwo() {
  const AnalyzedPtr& found = session_.analysis();
  if (!found || !session_.following()) return;
  const PhaseOptions& options = found->choices.phases;
  const PhaseTwoSoFar now = phaseTwoSoFar(found->results->header(), *found->strengths, *found->phases, options);
  if (!now.checkpoint || now.confidence < sureOfPhaseTwo) return;
  const QString place = QString::fromStdString(found->results->header().checkpointNames[*now.checkpoint]);
  if (place == std::exchange(toldPhaseTwo_, place)) return;
  tell(QString::fromStdString(now.sentence), false);
  QApplication::alert(this);
}

}  // namespace spindle::app
