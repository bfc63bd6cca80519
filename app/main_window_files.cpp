// SPDX-License-Identifier: GPL-3.0-or-later
// What the window asks before it opens or computes. Everything that reads or writes much runs in other threads.
#include "app/about_dialog.h"
#include "app/background_work.h"
#include "app/command_search.h"
#include "app/idle_draws.h"
#include "app/main_window.h"
#include "app/preferences_dialog.h"
#include "app/window_actions.h"
#include "app/window_commands.h"
#include "core/measure/extraction_options.h"
#include "core/measure/outputs/sample_losses.h"
#include "core/measure/outputs/tried_description.h"
#include "core/measure/tie_ends.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/key_sheet.h"
#include "ui/panels/plain_tip.h"
#include "ui/panels/run_questions.h"
#include "ui/panels/welcome_page.h"
#include "ui/plots/plot_style.h"
#include "ui/session/in_background.h"
#include "ui/session/job_answer.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QInputDialog>
#include <QMenu>
#include <QMenuBar>

#include <functional>

namespace spindle::app {
namespace {

constexpr int mostRecent = 10;

}  // namespace

/// Works in another thread; then shows the sentence that work() returned (may be empty) or its error.
void MainWindow::tellAfter(std::function<QString()> work, std::function<void()> then) {
  const auto guarded = [work = std::move(work)] {
    RunControl control;
    return answerOf<QString>([&work](RunControl&) { return work(); }, control);
  };
  inBackground(this, guarded, [this, then = std::move(then)](const JobAnswer<QString>& answer) {
    if (!answer.value) return tell(answer.error, true);
    if (!answer.value->isEmpty()) tell(*answer.value, false);
    if (then) then();
  });
}

void MainWindow::askAboutRun() {
  const RunFacts* facts = session_.facts() != nullptr ? session_.facts() : session_.closedFacts();
  if (facts == nullptr || facts->resultsOnly || !facts->describable) return;
  if (questions_ && questions_->isVisible()) return;
  const auto attempt = [folder = facts->place](const RunDescription& description) {
    return tryDescription(folder, description);
  };
  questions_ = new RunQuestions(*facts, attempt, this);
  questions_->setAttribute(Qt::WA_DeleteOnClose);
  connect(questions_, &RunQuestions::answered, this,
          [this, folder = facts->place](const RunDescription& description) { describeRun(folder, description); });
  connect(questions_, &QDialog::rejected, this, [this] {
    if (session_.facts() != nullptr) settings_.setValue(placeKey("asked"), true);
  });
  connect(&session_, &DynamicsSession::stateChanged, questions_, [this] {
    const SessionState state = session_.state();
    if (state == SessionState::closed || state == SessionState::opening) questions_->close();
  });
  questions_->open();
}

void MainWindow::describeRun(const std::filesystem::path& folder, const RunDescription& description) {
  const auto write = [file = folder / "run.json", description] {
    writeRunDescription(file, description);
    return QString();
  };
  tellAfter(write, [this, folder] { open(folder); });
}

void MainWindow::computeLosses() {
  const std::filesystem::path folder = session_.facts()->place;
  const auto work = [folder](RunControl& control) {
    const Run run = Run::open(folder);
    const SampleLosses losses = computeSampleLosses(run, workerPerCore(), control);
    const auto file = run.folder() / sampleLossesFile;
    writeSampleLosses(losses, file);
    const QString sentence = tr("The losses of %1 training and %2 other samples were written to %3.")
                                 .arg(losses.train)
                                 .arg(losses.test)
                                 .arg(QString::fromStdString(file.string()));
    return losses.notes.empty() ? sentence : tr("%1 %2").arg(sentence, QString::fromStdString(losses.notes.front()));
  };
  auto* computing = new BackgroundWork(tr("Computing the losses from the samples\u2026"), work, this);
  connect(computing, &BackgroundWork::ended, this, [this, folder](const QString& sentence, bool failure) {
    if (!failure && session_.facts() != nullptr && session_.facts()->place == folder) open(folder);
    tell(sentence, failure);
  });
}

void MainWindow::chooseRun() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a folder of checkpoints"),
                                                           settings_.value("lastFolder").toString());
  if (folder.isEmpty()) return;
  settings_.setValue("lastFolder", QFileInfo(folder).absolutePath());
  open(folder.toStdString());
}

void MainWindow::chooseResults() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Open results"), settings_.value("lastFolder").toString(),
                                                    tr("Spindle results and sessions (*.h5 *.spindle)"));
  if (!file.isEmpty()) open(file.toStdString());
}

void MainWindow::rememberRecent(const QString& place) {
  QStringList recent = settings_.value("recent").toStringList();
  const QString full = QFileInfo(place).absoluteFilePath();
  recent.removeAll(full);
  recent.prepend(full);
  while (recent.size() > mostRecent) recent.removeLast();
  settings_.setValue("recent", recent);
  welcome_->setRecent(recent);
}

void MainWindow::fillRecent(QMenu* menu) {
  menu->clear();
  const QStringList recent = settings_.value("recent").toStringList();
  for (const QString& place : recent) {
    QAction* action = menu->addAction(QString(place).replace('&', QStringLiteral("&&")));
    action->setEnabled(QFileInfo::exists(place));
    connect(action, &QAction::triggered, this, [this, place] { open(place.toStdString()); });
  }
  if (recent.isEmpty()) menu->addAction(tr("(empty)"))->setEnabled(false);
}

void MainWindow::fillCommands(QMenu* menu) {
  menu->clear();
  menu->setToolTipsVisible(true);
  for (const WindowCommand& command : windowCommands(session_, view_->view())) {
    QAction* action = menu->addAction(command.name);
    action->setEnabled(!command.line.isEmpty());
    action->setToolTip(command.line.isEmpty() ? tr("No command selects variables that were edited by hand")
                                              : plainTip(command.line));
    connect(action, &QAction::triggered, this, [this, line = command.line] {
      QGuiApplication::clipboard()->setText(line);
      tell(tr("Copied: %1").arg(line), false);
    });
  }
  if (menu->isEmpty()) menu->addAction(tr("(nothing is open)"))->setEnabled(false);
}

void MainWindow::askDraws() {
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Repeat with other variables"));
  dialog->setLabelText(tr("Number of variable selections (each takes about as long as this run):"));
  dialog->setInputMode(QInputDialog::IntInput);
  dialog->setIntRange(2, 20);
  dialog->setIntValue(5);
  connect(dialog, &QInputDialog::intValueSelected, this,
          [this](int draws) { session_.computeDraws(static_cast<std::size_t>(draws)); });
  dialog->open();
}

void MainWindow::computeTies() {
  const std::filesystem::path file = session_.results();
  const auto work = [file](RunControl& control) {
    const TieEndsReport report = computeTieEnds(file, workerPerCore(), control);
    if (report.outcome == Outcome::stopped) return QString();
    return report.written.empty() ? tr("Both ends of the tie-break are there already.")
                                  : tr("Both ends of the tie-break are there: see the page Ties.");
  };
  auto* computing = new BackgroundWork(tr("Decomposing the scores at both ends of the tie-break\u2026"), work, this);
  connect(computing, &BackgroundWork::ended, this, [this, file](const QString& sentence, bool failure) {
    if (!failure && session_.results() == file) session_.analyzeAgain();
    tell(sentence, failure);
  });
}

void MainWindow::askPreferences() {
  auto* dialog = new PreferencesDialog(settings_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, &MainWindow::applyPreferences);
  dialog->open();
}

void MainWindow::applyPreferences() {
  if (idleDraws_ != nullptr) idleDraws_->setDraws(PreferencesDialog::idleDraws(settings_));
  session_.setWorkers(PreferencesDialog::threads(settings_));
  session_.setTableMemory(PreferencesDialog::tableMemory(settings_));
  const bool reduced = PreferencesDialog::reduced(settings_);
  if (reduced != reducedDrawing()) {
    setReducedDrawing(reduced);
    for (QWidget* widget : findChildren<QWidget*>()) {
      QEvent restyle(QEvent::PaletteChange);  // plots take their style up again
      QApplication::sendEvent(widget, &restyle);
    }
  }
  playhead_.setReduced(reduced);
  setAnimated(!reduced);
  if (PreferencesDialog::decimals(settings_) == decimals()) return;
  setDecimals(PreferencesDialog::decimals(settings_));
  view_->refresh();
  askAgain();
}

void MainWindow::searchCommands() {
  auto* search = new CommandSearch(*menuBar(), this);
  search->setAttribute(Qt::WA_DeleteOnClose);
  const QPoint top = mapToGlobal(QPoint(width() / 2 - search->width() / 2, height() / 8));
  search->move(top);
  search->show();
}

void MainWindow::showKeys() {
  if (!keySheet_) {
    keySheet_ = new KeySheet(actions_->withKeys(), this);
    keySheet_->setAttribute(Qt::WA_DeleteOnClose);
  }
  keySheet_->show();
  keySheet_->raise();
}

void MainWindow::showAbout() {
  auto* dialog = new AboutDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

}  // namespace spindle::app
