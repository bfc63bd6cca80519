// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does when the session, the playhead or an action says something.
#include "app/main_window.h"
#include "app/player_actions.h"
#include "app/window_actions.h"
#include "core/base/user_error.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/closed_page.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/interactions_panel.h"
#include "ui/panels/notice_line.h"
#include "ui/panels/plot_menu.h"
#include "ui/plots/order_bars_plot.h"
#include "ui/plots/timeline_plot.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCursor>
#include <QDockWidget>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace spindle::app {

void MainWindow::open(const std::filesystem::path& place) {
  notice_->clear();
  followOpened_ = false;
  rememberView();
  try {
    if (isSessionFile(place)) return openRecord(readSession(place));
    const QString known = settings_.value(placeKey("views", place)).toString();
    if (!known.isEmpty()) return openRecord(sessionFrom(known.toStdString(), "The last view of this run"));
  } catch (const UserError& error) {
    if (isSessionFile(place)) return tell(QString::fromUtf8(error.what()), true);
  }
  page_.clear();
  besideNext_.clear();
  beside_.close();
  session_.open(place);
}

/// Also as it was left the last time.
void MainWindow::openRecord(const SessionRecord& record) {
  page_ = record.page;
  beside_.close();
  besideNext_ = record.beside;
  const auto by = std::find(compareNames.begin(), compareNames.end(), record.besideBy);
  if (by != compareNames.end()) beside_.setBy(static_cast<CompareBy>(by - compareNames.begin()));
  beside_.setAsDifferences(record.besideDifferences);
  setDocks(record.docks);
  QAction* kind = record.view.kinds == ShownKinds::andOnly  ? actions_->kindAnd
                  : record.view.kinds == ShownKinds::orOnly ? actions_->kindOr
                                                            : actions_->kindBoth;
  kind->setChecked(true);
  actions_->normalize->setChecked(record.view.normalize);
  session_.open(record);
}

SessionRecord MainWindow::record() const {
  SessionRecord made = sessionRecord(*session_.facts(), session_.choice());
  if (playhead_.hasSpot()) made.step = session_.track().checkpoint(playhead_.spot().nearest()).step;
  made.view = view_->view();
  made.salience = session_.salience();
  made.page = view_->tabs()->openPageName();
  made.docks = openDocks();
  if (!beside_.isOpen()) return made;
  made.beside = beside_.session().facts()->place;
  made.besideBy = compareNames[static_cast<std::size_t>(beside_.by())];
  made.besideDifferences = beside_.asDifferences();
  return made;
}

void MainWindow::rememberView() {
  if (session_.facts() != nullptr && session_.track().doneCount() > 0)
    settings_.setValue(placeKey("views"), QString::fromStdString(sessionText(record())));
}

void MainWindow::openSample(const std::filesystem::path& place) {
  open(place);
  if (settings_.value("welcomed", false).toBool()) return;
  settings_.setValue("welcomed", true);
  tell(tr("This is the sample run. Press Space to play; click a bar, then an interaction. Open a run of your own with "
          "Ctrl+O, or drop its folder here."),
       false);
}

void MainWindow::connectSession() {
  connect(&session_, &DynamicsSession::opened, this, &MainWindow::takeOpened);
  connect(&session_, &DynamicsSession::choiceChanged, this, &MainWindow::takeChoice);
  connect(&session_, &DynamicsSession::grown, this, &MainWindow::askAgain);
  connect(&session_, &DynamicsSession::followingChanged, this, &MainWindow::refreshActions);
  connect(&session_, &DynamicsSession::stateChanged, this, &MainWindow::takeState);
  connect(&session_, &DynamicsSession::phaseChanged, this, &MainWindow::refreshActions);
  connect(&session_, &DynamicsSession::analysisChanged, this, &MainWindow::refreshActions);
  connect(&session_, &DynamicsSession::analysisChanged, this, &MainWindow::tellPhaseTwo);
  connect(&session_, &DynamicsSession::accuracyKnown, this, &MainWindow::takeAccuracy);
  connect(&session_, &DynamicsSession::failed, this, &MainWindow::takeFailure);
  connect(&session_, &DynamicsSession::noted, this, [this](const QString& sentence) {
    if (notice_->text().isEmpty()) notice_->say(sentence, NoticeLine::Tone::warning);
  });
  connect(&session_, &DynamicsSession::strengthsChanged, this, &MainWindow::askAgain);
  connect(&selection_, &Selection::sampleChanged, this, &MainWindow::askAgain);
  const auto askLife = [this] { session_.requestLife(selection_.lit(), selection_.sample()); };
  connect(&selection_, &Selection::changed, this, askLife);
  connect(&selection_, &Selection::sampleChanged, this, askLife);
  connect(&session_, &DynamicsSession::pointFinished, this, askLife);
  connect(&session_, &DynamicsSession::strengthsChanged, this, askLife);
  connect(view_, &DynamicsView::shown, this, &MainWindow::ask);
  connect(view_, &DynamicsView::contextRequested, this, &MainWindow::tickMenu);
  connect(view_, &DynamicsView::ownMarkerMoved, this, [this](std::size_t checkpoint) { setOwnMarker(checkpoint); });
  AnalysisTabs* tabs = view_->tabs();
  connect(tabs, &AnalysisTabs::chosen, this, &MainWindow::select);
  connect(tabs, &AnalysisTabs::salienceChosen, this, &MainWindow::setSalience);
  connect(tabs, &AnalysisTabs::phaseOptionsChosen, &session_, &DynamicsSession::setPhaseOptions);
  connect(tabs, &AnalysisTabs::phaseRuleChosen, &session_, &DynamicsSession::setPhaseRule);
  connect(tabs, &AnalysisTabs::analysisOptionChosen, &session_, &DynamicsSession::setAnalysisOption);
}

void MainWindow::takeOpened() {
  const RunFacts& facts = *session_.facts();
  pages_->setCurrentIndex(1);
  setDocksAside(false);
  setWindowTitle(tr("%1 \u2013 Spindle").arg(QString::fromStdString(facts.name)));
  takeChoice();
  session_.setSecondsPerPass(settings_.value(placeKey("rates"), 0.0).toDouble());
  if (!page_.empty()) view_->tabs()->openPage(page_);
  if (!besideNext_.empty()) beside_.open(std::exchange(besideNext_, {}));
  const QVariant own = settings_.value(placeKey("markers"));
  if (own.isValid() && own.toULongLong() < session_.track().size()) view_->setOwnMarker(own.toULongLong());
  const QVariant column = settings_.value(placeKey("columns"));
  view_->setColumn(column.isValid() ? column.toString().toStdString() : facts.column);
  rememberRecent(QString::fromStdString(facts.place.string()));
  const auto open = std::count_if(facts.findings.begin(), facts.findings.end(),
                                  [](const Finding& finding) { return finding.kind != Finding::Kind::found; });
  dock("runDock")->setWindowTitle(open == 0 ? tr("Run") : tr("Run (%n to check)", nullptr, static_cast<int>(open)));
  toldPhaseTwo_.clear();
  if (std::exchange(followOpened_, false)) {
    session_.setFollowing(true);
  } else if (facts.growing) {
    tell(tr("A training seems to be writing this run: File, Follow (Ctrl+Shift+F) computes its new checkpoints as they "
            "come."),
         false);
  }
  if (!facts.questions.empty() && !settings_.value(placeKey("asked")).toBool()) askAboutRun();
}

void MainWindow::takeFailure(const QString& sentence) {
  tell(sentence, true);
  closedPage_->show(session_.closedFacts(), sentence);
  if (session_.closedFacts() != nullptr) pages_->setCurrentWidget(closedPage_);
  refreshActions();
}

void MainWindow::takeAccuracy(const SampleAccuracy& accuracy) {
  if (!accuracy.atChance() || !notice_->text().isEmpty()) return;
  notice_->say(tr("At the last checkpoint %1 of %2 samples are classified correctly, no better than chance: the "
                  "normalization or the class order is likely wrong (File, Run settings).")
                   .arg(accuracy.right)
                   .arg(accuracy.samples),
               NoticeLine::Tone::warning);
}

void MainWindow::takeChoice() {
  selection_.clear();
  selection_.forgetCleared();
  asked_.reset();
}

void MainWindow::takeState() {
  if (session_.state() == SessionState::finished && session_.secondsPerPass() > 0.0)
    settings_.setValue(placeKey("rates"), session_.secondsPerPass());
  if (session_.state() == SessionState::closed) {
    beside_.close();
    pages_->setCurrentIndex(0);
    setDocksAside(true);
    setWindowTitle(tr("Spindle"));
  }
  refreshActions();
}

void MainWindow::refreshActions() {
  const SessionState state = session_.state();
  const bool any = session_.track().doneCount() > 0;
  const bool run = session_.facts() != nullptr && !session_.facts()->resultsOnly;
  actions_->compute->setEnabled(run && !session_.busy() && session_.track().doneCount() < session_.track().size());
  actions_->cancel->setEnabled(state == SessionState::computing || session_.following());
  actions_->followRun->setEnabled(run);
  actions_->followRun->setChecked(session_.following());
  actions_->aboutRun->setEnabled(run || (session_.closedFacts() != nullptr && session_.closedFacts()->describable));
  actions_->computeLosses->setEnabled(run && session_.facts()->logColumns.empty() &&
                                      session_.facts()->lossesProblem.empty());
  actions_->tour->setEnabled(!tourRun_.empty() || session_.facts() != nullptr);
  for (QAction* action : {actions_->closeRun, actions_->addRun, actions_->addResults})
    action->setEnabled(session_.facts() != nullptr);
  const QList<QAction*> needPoints{actions_->play,    actions_->previous,   actions_->next, actions_->previousTen,
                                   actions_->nextTen, actions_->first,      actions_->last, actions_->goTo,
                                   actions_->fitHere, actions_->saveResults};
  for (QAction* action : needPoints) action->setEnabled(any);
  const bool settled = state == SessionState::finished || state == SessionState::stopped;
  actions_->saveResults->setEnabled(any && settled);
  actions_->saveSession->setEnabled(any);
  for (QAction* action : {actions_->exportTables, actions_->exportFigure, actions_->exportAnimation})
    action->setEnabled(any && session_.analysis() != nullptr);
  actions_->exportSample->setEnabled(actions_->exportFigure->isEnabled() && run);
  actions_->draws->setEnabled(any && settled && run);
  actions_->ties->setEnabled(any && settled);
  const VariableEditor& editor = session_.editor();
  actions_->editVariables->setEnabled(run);
  actions_->undo->setEnabled(selection_.canRestore() || (run && editor.canUndo()));
  actions_->redo->setEnabled(run && editor.canRedo());
  actions_->computeVariables->setEnabled(run && editor.pending());
  actions_->phaseTwo->setEnabled(session_.phaseTwo().checkpoint.has_value());
}

/// Asks for the interactions at the checkpoint under the playhead, once.
void MainWindow::ask() {
  if (!playhead_.hasSpot()) return;
  const std::size_t nearest = playhead_.spot().nearest();
  if (asked_ == nearest) return;
  asked_ = nearest;
  session_.requestInteractions(nearest, selection_.sample());
}

void MainWindow::askAgain() {
  asked_.reset();
  ask();
}

void MainWindow::setSalience(const Salience& salience) {
  QAction* of = salience.rule == ThresholdRule::largest          ? actions_->salientT2
                : salience.rule == ThresholdRule::modelMeanRange ? actions_->salientT3
                                                                 : actions_->salientT1;
  of->setChecked(true);
  session_.setSalience(salience);
}

void MainWindow::connectActions() {
  const auto on = [this](QAction* action, auto&& work) { connect(action, &QAction::triggered, this, work); };
  on(actions_->openRun, [this] { chooseRun(); });
  on(actions_->openResults, [this] { chooseResults(); });
  on(actions_->trainRun, [this] { askTraining(); });
  on(actions_->followRun, [this](bool checked) { session_.setFollowing(checked); });
  on(actions_->computeLosses, [this] { computeLosses(); });
  on(actions_->aboutRun, [this] { askAboutRun(); });
  on(actions_->closeRun, [this] {
    rememberView();
    session_.close();
  });
  on(actions_->saveSession, [this] { saveSession(); });
  on(actions_->quit, [this] { close(); });
  on(actions_->compute, [this] { session_.compute(); });
  on(actions_->cancel, [this] { session_.cancel(); });
  on(actions_->exportFigure, [this] { exportFigure(); });
  on(actions_->exportAnimation, [this] { exportAnimation(false); });
  on(actions_->exportSample, [this] { exportAnimation(true); });
  on(actions_->saveResults, [this] { saveResults(); });
  on(actions_->exportTables, [this] { exportAllTables(); });
  on(actions_->draws, [this] { askDraws(); });
  on(actions_->ties, [this] { computeTies(); });
  on(actions_->preferences, [this] { askPreferences(); });
  on(actions_->goTo, [this] { goToStep(); });
  VariableEditor* editor = &session_.editor();
  on(actions_->undo, [this, editor] { selection_.canRestore() ? selection_.restore() : editor->undo(); });
  connect(actions_->redo, &QAction::triggered, editor, &VariableEditor::redo);
  connect(actions_->computeVariables, &QAction::triggered, editor, &VariableEditor::apply);
  connect(editor, &VariableEditor::changed, &selection_, &Selection::forgetCleared);
  connect(editor, &VariableEditor::changed, this, &MainWindow::refreshActions);
  connect(&selection_, &Selection::changed, this, &MainWindow::refreshActions);
  connectPlayer(*actions_, session_, playhead_);

  const auto show = [this] {
    const ShownKinds kinds = actions_->kindAnd->isChecked()  ? ShownKinds::andOnly
                             : actions_->kindOr->isChecked() ? ShownKinds::orOnly
                                                             : ShownKinds::both;
    view_->setView({kinds, actions_->normalize->isChecked()});
    findChild<InteractionsPanel*>()->setKinds(kinds);
  };
  for (QAction* action : {actions_->kindBoth, actions_->kindAnd, actions_->kindOr, actions_->normalize})
    connect(action, &QAction::toggled, this, show);
  connect(actions_->salience, &QActionGroup::triggered, this, [this](QAction* picked) {
    const ThresholdRule rule = picked == actions_->salientT2   ? ThresholdRule::largest
                               : picked == actions_->salientT3 ? ThresholdRule::modelMeanRange
                                                               : ThresholdRule::meanRange;
    setSalience({rule, usualFactor(rule), session_.salience().orderOne});
  });
  on(actions_->cycleKinds, [this] {
    QAction* next = actions_->kindBoth->isChecked()  ? actions_->kindAnd
                    : actions_->kindAnd->isChecked() ? actions_->kindOr
                                                     : actions_->kindBoth;
    next->setChecked(true);
  });
  connect(actions_->lockAxis, &QAction::toggled, view_, &DynamicsView::setAxisLocked);
  on(actions_->fitHere, [this] { view_->fitHere(); });
  connect(actions_->meanOrder, &QAction::toggled, view_, &DynamicsView::setMeanOrderShown);
  connect(actions_->orderMap, &QAction::toggled, view_, &DynamicsView::setMapShown);
  connect(actions_->spread, &QAction::toggled, view_, &DynamicsView::setSpreadShown);
  on(actions_->clear, [this] {
    if (!selection_.any()) playhead_.pause();
    selection_.clear();
  });
  QDockWidget* table = dock("tableDock");
  connect(actions_->table, &QAction::toggled, table, &QDockWidget::setVisible);
  connect(table->toggleViewAction(), &QAction::toggled, actions_->table, &QAction::setChecked);
  on(actions_->plotTable, [this] {
    PlotMenu* plot = PlotMenu::of(QApplication::widgetAt(QCursor::pos()));
    if (plot != nullptr && plot->parent() != view_->bars()) return plot->showTable();
    actions_->table->toggle();
  });
  on(actions_->overTraining, [this] { PlotMenu::of(view_->timeline())->showTable(); });
  on(actions_->resetLayout, [this] { placeDocks(); });
  on(actions_->tour, [this] { showTour(); });
  on(actions_->keys, [this] { showKeys(); });
  on(actions_->about, [this] { showAbout(); });
  on(actions_->search, [this] { searchCommands(); });
}

}  // namespace spindle::app
