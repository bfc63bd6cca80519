// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does when the session, the playhead or an action says something.
#include "app/main_window.h"
#include "app/window_actions.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/closed_page.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/interactions_panel.h"
#include "ui/panels/notice_line.h"
#include "ui/panels/progress_line.h"
#include "ui/panels/run_panel.h"
#include "ui/panels/sample_panel.h"
#include "ui/panels/strength_table.h"
#include "ui/panels/values_panel.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QActionGroup>
#include <QDockWidget>
#include <QMenu>
#include <QStackedWidget>
#include <QTimer>

namespace spindle::app {

void MainWindow::open(const std::filesystem::path& place) {
  notice_->clear();
  session_.open(place);
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
  connect(&session_, &DynamicsSession::pointFinished, this, &MainWindow::takePoint);
  connect(&session_, &DynamicsSession::stateChanged, this, &MainWindow::takeState);
  connect(&session_, &DynamicsSession::phaseChanged, this, [this] {
    view_->takePhase();
    refreshActions();
  });
  connect(&session_, &DynamicsSession::analysisChanged, this, [this] {
    view_->takeAnalysis();
    refreshActions();
  });
  connect(&session_, &DynamicsSession::strengthsChanged, this, [this] {
    view_->takeStrengths();
    askedSpot_.reset();
    takeSpot();
  });
  connect(&session_, &DynamicsSession::accuracyKnown, this, &MainWindow::takeAccuracy);
  AnalysisTabs* tabs = view_->tabs();
  connect(tabs, &AnalysisTabs::chosen, this, &MainWindow::select);
  connect(tabs, &AnalysisTabs::salienceChosen, this, &MainWindow::setSalience);
  connect(tabs, &AnalysisTabs::phaseOptionsChosen, &session_, &DynamicsSession::setPhaseOptions);
  connect(tabs, &AnalysisTabs::phaseRuleChosen, &session_, &DynamicsSession::setPhaseRule);
  connect(tabs, &AnalysisTabs::analysisOptionChosen, &session_, &DynamicsSession::setAnalysisOption);
  connect(values_, &ValuesPanel::pairChosen, this, [this](Coalition pair) {
    selection_.light({pair, InteractionKind::andKind, 2});
  });
  connect(&session_, &DynamicsSession::progressed, progress_, &ProgressLine::refresh);
  connect(&session_, &DynamicsSession::failed, this, [this](const QString& sentence) {
    tell(sentence, true);
    closedPage_->show(session_.closedFacts(), sentence);
    if (session_.closedFacts() != nullptr) pages_->setCurrentWidget(closedPage_);
    refreshActions();
  });
  connect(scope_, &NoticeLine::offerTaken, this, [this] { session_.setChoice(session_.choices().whole()); });
  connect(&session_, &DynamicsSession::noted, this, [this](const QString& sentence) {
    if (notice_->text().isEmpty()) notice_->say(sentence, NoticeLine::Tone::warning);
  });
  connect(&session_, &DynamicsSession::interactionsReady, this, &MainWindow::takeInteractions);
  connect(samplePanel_, &SamplePanel::choiceRequested, &session_.choices(), &ChoiceModel::pick);
  connect(samplePanel_, &SamplePanel::refused, this, [this](const QString& sentence) { tell(sentence, false); });
  connect(runPanel_->corrections(), &RunCorrections::corrected, this,
          [this](const RunDescription& description) { describeRun(session_.facts()->place, description); });
  connect(runPanel_->corrections(), &RunCorrections::lossesWanted, this, &MainWindow::computeLosses);
  connect(runPanel_, &RunPanel::checkpointChosen, &playhead_, &Playhead::moveTo);
  connect(&selection_, &Selection::sampleChanged, this, [this] {
    askedSpot_.reset();
    takeSpot();
  });
  connect(view_, &DynamicsView::shown, this, &MainWindow::takeSpot);
  connect(view_, &DynamicsView::contextRequested, this, &MainWindow::tickMenu);
  connect(view_, &DynamicsView::ownMarkerMoved, this, [this](std::size_t checkpoint) { setOwnMarker(checkpoint); });
}

void MainWindow::select(const ChartTarget& target) {
  switch (target.kind) {
    case TargetKind::checkpoint:
      playhead_.pause();
      return playhead_.moveTo(target.value);
    case TargetKind::order:
      return selection_.toggleOrder(static_cast<int>(target.value));
    case TargetKind::sample:
      if (target.value < session_.choice().samples.size())
        samplePanel_->chooseSample(session_.choice().samples[target.value]);
      return;
    case TargetKind::variable:
      return selection_.light({Coalition{1} << target.value, InteractionKind::andKind, 1});
    case TargetKind::pair:
    case TargetKind::interaction: {
      const auto mask = static_cast<Coalition>(target.value);
      return selection_.light({mask, InteractionKind::andKind, order(mask)});
    }
    case TargetKind::none:
      break;
  }
}

void MainWindow::takeOpened() {
  const RunFacts& facts = *session_.facts();
  pages_->setCurrentIndex(1);
  setWindowTitle(tr("%1 \u2013 Spindle").arg(QString::fromStdString(facts.name)));
  moved_ = false;
  returnTo_.reset();
  selection_.clear();
  runPanel_->setRun(&facts);
  samplePanel_->setRun(&facts);
  playhead_.reset(session_.track().steps());
  view_->reset();
  takeChoice();
  const QVariant own = settings_.value(placeKey("markers"));
  if (own.isValid() && own.toULongLong() < session_.track().size()) view_->setOwnMarker(own.toULongLong());
  rememberRecent(QString::fromStdString(facts.place.string()));
  if (!facts.questions.empty() && !settings_.value(placeKey("asked")).toBool()) askAboutRun();
}

void MainWindow::takeAccuracy(const SampleAccuracy& accuracy) {
  const bool chance = accuracy.atChance();
  runPanel_->addFinding({chance ? Finding::Kind::missing : Finding::Kind::found, "accuracy", accuracy.line(), "input"});
  if (!accuracy.warning.empty()) runPanel_->addFinding({Finding::Kind::guessed, "weights", accuracy.warning, "model"});
  if (!chance || !notice_->text().isEmpty()) return;
  notice_->say(tr("At the last checkpoint %1 of %2 samples are classified correctly, no better than chance: the "
                  "normalization or the class order is likely wrong (File, Run settings).")
                   .arg(accuracy.right)
                   .arg(accuracy.samples),
               NoticeLine::Tone::warning);
}

void MainWindow::takeChoice() {
  if (playhead_.hasSpot() && moved_) returnTo_ = playhead_.spot().nearest();
  const bool wasPlaying = playhead_.playing();
  playhead_.reset(session_.track().steps());
  if (wasPlaying) returnTo_.reset();
  samplePanel_->setChoice(session_.choice());
  QStringList names;
  if (!session_.choice().variables.empty()) {
    for (const InputVariable& variable : session_.choice().variables.front().all())
      names << QString::fromStdString(variable.name);
  }
  interactions_->setNames(names, named());
  interactions_->clear(waiting());
  values_->clear(waiting());
  tellScope();
  selection_.clear();
  askedSpot_.reset();
  runPanel_->resetCheckpoints();
  view_->setPinned(std::nullopt);
  view_->takePoints();
  view_->takePhase();
}

/// Whether variables are told by their names; cells of a picture are told by the numbers that stand in it.
bool MainWindow::named() const {
  return session_.facts() != nullptr &&
         (session_.facts()->resultsOnly || session_.facts()->samples.format.kind != InputKind::image);
}

/// Why there are no interactions to show.
QString MainWindow::waiting() const {
  switch (session_.state()) {
    case SessionState::failed:
      return tr("Failed: nothing was computed");
    case SessionState::stopped:
      return tr("Stopped: nothing was computed yet");
    case SessionState::finished:
      return tr("Failed at all checkpoints");
    case SessionState::closed:
      return {};
    default:
      return tr("Computing\u2026");
  }
}

void MainWindow::tellScope() {
  const RunFacts* facts = session_.facts();
  if (facts == nullptr || !session_.choices().alone()) return scope_->clear();
  const VariableChoice& choice = session_.choice();
  const std::size_t all = session_.choices().whole().samples.size();
  const std::size_t sample = choice.samples.front();
  const QString name = QString::fromStdString(facts->samples.samples[sample].name);
  scope_->say(
      tr("Now showing 1 sample, %1, instead of the mean of %2: it has %3 variables now, the others have %4, and "
         "only samples with equal numbers can be averaged.")
          .arg(name.isEmpty() ? tr("number %1").arg(sample) : tr("\u201c%1\u201d").arg(name))
          .arg(all)
          .arg(choice.count())
          .arg(session_.choices().whole().count()),
      NoticeLine::Tone::warning, tr("Back to all %1 samples").arg(all));
}

void MainWindow::takePoint(std::size_t checkpoint) {
  runPanel_->updateCheckpoint(checkpoint);
  if (session_.track().state(checkpoint) == TickState::done) playhead_.setFinished(checkpoint);
  if (returnTo_ == checkpoint) {
    playhead_.moveTo(checkpoint);
    returnTo_.reset();
  }
  view_->takePoints();
  progress_->refresh();
}

void MainWindow::takeState() {
  const SessionState state = session_.state();
  playhead_.setExpecting(session_.busy());
  if (state == SessionState::finished && session_.allStored() && !moved_ && session_.phaseTwo().checkpoint)
    playhead_.moveTo(*session_.phaseTwo().checkpoint);
  if (!session_.busy() && state != SessionState::closed && session_.track().doneCount() == 0) {
    interactions_->clear(waiting());
    values_->clear(waiting());
  }
  if (state == SessionState::closed) {
    pages_->setCurrentIndex(0);
    scope_->clear();
    setWindowTitle(tr("Spindle"));
    runPanel_->setRun(nullptr);
    samplePanel_->setRun(nullptr);
    interactions_->clear(QString());
    values_->clear(QString());
    playhead_.reset({});
    view_->reset();
  }
  view_->takePoints();
  progress_->refresh();
  refreshActions();
}

void MainWindow::refreshActions() {
  const SessionState state = session_.state();
  const bool any = session_.track().doneCount() > 0;
  const bool run = session_.facts() != nullptr && !session_.facts()->resultsOnly;
  actions_->compute->setEnabled(run && !session_.busy() && session_.track().doneCount() < session_.track().size());
  actions_->cancel->setEnabled(state == SessionState::computing);
  actions_->aboutRun->setEnabled(run || (session_.closedFacts() != nullptr && session_.closedFacts()->describable));
  actions_->computeLosses->setEnabled(run && session_.facts()->logColumns.empty() &&
                                      session_.facts()->lossesProblem.empty());
  actions_->closeRun->setEnabled(session_.facts() != nullptr);
  const QList<QAction*> needPoints{actions_->play,    actions_->previous,   actions_->next, actions_->previousTen,
                                   actions_->nextTen, actions_->first,      actions_->last, actions_->goTo,
                                   actions_->fitHere, actions_->saveResults};
  for (QAction* action : needPoints) action->setEnabled(any);
  const bool settled = state == SessionState::finished || state == SessionState::stopped;
  actions_->saveResults->setEnabled(any && settled);
  for (QAction* action : {actions_->exportTables, actions_->exportFigure, actions_->exportAnimation})
    action->setEnabled(any && session_.analysis() != nullptr);
  actions_->draws->setEnabled(any && settled && run);
  actions_->phaseTwo->setEnabled(session_.phaseTwo().checkpoint.has_value());
}

void MainWindow::takeSpot() {
  if (tableDock_->isVisible()) showTable();
  if (!playhead_.hasSpot()) return;
  const PlayheadSpot spot = playhead_.spot();
  if (playhead_.place() > 0.0) moved_ = true;
  const std::size_t nearest = spot.nearest();
  runPanel_->setCurrent(nearest);
  const PlayheadSpot asked{nearest, nearest, 0.0};
  if (askedSpot_ == asked) return;
  askedSpot_ = asked;
  session_.requestInteractions(nearest, selection_.sample());
}

void MainWindow::showTable() {
  const QString name = view_->placeName();
  table_->show(view_->strength(), name.isEmpty() ? QString() : tr("Strengths, not shares: %1").arg(name));
}

void MainWindow::takeInteractions(const InteractionListPtr& list, std::size_t checkpoint, std::size_t sample) {
  if (sample != selection_.sample()) return;
  const Checkpoint& at = session_.track().checkpoint(checkpoint);
  const QString step = placeText(at.step, at.epoch, session_.track().series().stepsAreEpochs);
  const Sample& shown = session_.facts()->samples.samples[sample];
  // Bare numbers are what files give that name nothing.
  bool number = false;
  const QString given = QString::fromStdString(shown.name);
  (void)given.toInt(&number);
  const QString name =
      given.isEmpty() || number ? tr("Sample %1").arg(number ? given : QString::number(sample)) : given;
  QStringList names;
  if (const auto position = session_.choice().position(sample)) {
    for (const InputVariable& variable : session_.choice().variables[*position].all())
      names << QString::fromStdString(variable.name);
  }
  interactions_->setNames(names, named());
  interactions_->show(list, tr("%1, %2").arg(name, step));
  values_->show(list, tr("%1, %2").arg(name, step), names, named());
  samplePanel_->setScore(list);
}

void MainWindow::setSalience(const Salience& salience) {
  QAction* of = salience.rule == ThresholdRule::largest          ? actions_->salientT2
                : salience.rule == ThresholdRule::modelMeanRange ? actions_->salientT3
                                                                 : actions_->salientT1;
  of->setChecked(true);
  session_.setSalience(salience);
}

QString MainWindow::placeKey(const char* group) const {
  const QString place =
      session_.facts() != nullptr ? QString::fromStdString(session_.facts()->place.string()) : QString();
  return QString::fromLatin1(group) + QStringLiteral("/") +
         QString::fromLatin1(place.toUtf8().toBase64(QByteArray::Base64UrlEncoding));
}

void MainWindow::setOwnMarker(std::optional<std::size_t> checkpoint) {
  view_->setOwnMarker(checkpoint);
  if (checkpoint) {
    settings_.setValue(placeKey("markers"), QVariant::fromValue<qulonglong>(*checkpoint));
  } else {
    settings_.remove(placeKey("markers"));
  }
}

void MainWindow::tickMenu(std::size_t checkpoint, const QPoint& place) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool done = session_.track().state(checkpoint) == TickState::done;
  connect(menu->addAction(tr("Go here")), &QAction::triggered, this,
          [this, checkpoint] { playhead_.moveTo(checkpoint); });
  QAction* pin = menu->addAction(tr("Pin for comparison"));
  pin->setEnabled(done);
  connect(pin, &QAction::triggered, this, [this, checkpoint] { view_->setPinned(checkpoint); });
  connect(menu->addAction(tr("Unpin")), &QAction::triggered, this, [this] { view_->setPinned(std::nullopt); });
  menu->addSeparator();
  connect(menu->addAction(tr("Set phase-two marker here")), &QAction::triggered, this,
          [this, checkpoint] { setOwnMarker(checkpoint); });
  connect(menu->addAction(tr("Remove my marker")), &QAction::triggered, this, [this] { setOwnMarker(std::nullopt); });
  menu->popup(place);
}

void MainWindow::connectActions() {
  const auto on = [this](QAction* action, auto&& work) { connect(action, &QAction::triggered, this, work); };
  on(actions_->openRun, [this] { chooseRun(); });
  on(actions_->openResults, [this] { chooseResults(); });
  on(actions_->computeLosses, [this] { computeLosses(); });
  on(actions_->aboutRun, [this] { askAboutRun(); });
  on(actions_->closeRun, [this] { session_.close(); });
  on(actions_->quit, [this] { close(); });
  on(actions_->compute, [this] {
    session_.compute();
    takeChoice();
  });
  on(actions_->cancel, [this] { session_.cancel(); });
  on(actions_->exportFigure, [this] { exportFigure(); });
  on(actions_->exportAnimation, [this] { exportAnimation(); });
  on(actions_->saveResults, [this] { saveResults(); });
  on(actions_->exportTables, [this] { exportAllTables(); });
  on(actions_->draws, [this] { askDraws(); });
  on(actions_->play, [this] { playhead_.toggle(); });
  const auto stepBy = [this, on](QAction* action, int checkpoints) {
    on(action, [this, checkpoints] {
      playhead_.pause();
      playhead_.step(checkpoints);
    });
  };
  stepBy(actions_->previous, -1);
  stepBy(actions_->next, 1);
  stepBy(actions_->previousTen, -10);
  stepBy(actions_->nextTen, 10);
  on(actions_->first, [this] { playhead_.toStart(); });
  on(actions_->last, [this] { playhead_.toEnd(); });
  on(actions_->loop, [this](bool checked) { playhead_.setLooping(checked); });
  on(actions_->loopStart, [this] { playhead_.setLoopStart(); });
  on(actions_->loopEnd, [this] { playhead_.setLoopEnd(); });
  connect(&playhead_, &Playhead::loopChanged, this, [this] { actions_->loop->setChecked(playhead_.looping()); });
  on(actions_->slower, [this] { playhead_.slower(); });
  on(actions_->faster, [this] { playhead_.faster(); });
  on(actions_->follow, [this](bool checked) { playhead_.setFollowing(checked); });
  on(actions_->phaseTwo, [this] {
    if (session_.phaseTwo().checkpoint) playhead_.moveTo(*session_.phaseTwo().checkpoint);
  });
  on(actions_->goTo, [this] { goToStep(); });
  connect(&playhead_, &Playhead::playingChanged, actions_, &WindowActions::showPlaying);

  const auto show = [this] {
    const ShownKinds kinds = actions_->kindAnd->isChecked()  ? ShownKinds::andOnly
                             : actions_->kindOr->isChecked() ? ShownKinds::orOnly
                                                             : ShownKinds::both;
    view_->setView({kinds, actions_->normalize->isChecked()});
    interactions_->setKinds(kinds);
  };
  for (QAction* action : {actions_->kindBoth, actions_->kindAnd, actions_->kindOr, actions_->normalize})
    connect(action, &QAction::toggled, this, show);
  connect(actions_->salience, &QActionGroup::triggered, this, [this](QAction* picked) {
    const ThresholdRule rule = picked == actions_->salientT2   ? ThresholdRule::largest
                               : picked == actions_->salientT3 ? ThresholdRule::modelMeanRange
                                                               : ThresholdRule::meanRange;
    setSalience({rule, usualFactor(rule)});
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
  on(actions_->clear, [this] {
    if (selection_.lit() == Lit()) playhead_.pause();
    selection_.clear();
  });
  connect(actions_->table, &QAction::toggled, tableDock_, &QDockWidget::setVisible);
  connect(tableDock_, &QDockWidget::visibilityChanged, this, [this](bool visible) {
    if (visible) showTable();
  });
  connect(tableDock_->toggleViewAction(), &QAction::toggled, actions_->table, &QAction::setChecked);
  on(actions_->resetLayout, [this] { placeDocks(); });
  on(actions_->keys, [this] { showKeys(); });
}

}  // namespace spindle::app
