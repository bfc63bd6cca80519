// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/dock_spec.h"
#include "app/idle_draws.h"
#include "app/preferences_dialog.h"
#include "app/theme.h"
#include "app/training_process.h"
#include "app/window_actions.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/closed_page.h"
#include "ui/panels/compare_bar.h"
#include "ui/panels/drop_overlay.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/glyph_icon.h"
#include "ui/panels/interactions_panel.h"
#include "ui/panels/notice_line.h"
#include "ui/panels/progress_line.h"
#include "ui/panels/run_panel.h"
#include "ui/panels/sample_panel.h"
#include "ui/panels/samples_panel.h"
#include "ui/panels/scope_box.h"
#include "ui/panels/scope_notice.h"
#include "ui/panels/strength_table.h"
#include "ui/panels/values_panel.h"
#include "ui/panels/welcome_page.h"

#include <QAction>
#include <QActionGroup>
#include <QChildEvent>
#include <QCloseEvent>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace spindle::app {
MainWindow::MainWindow(const WindowOptions& options, QWidget* parent)
    : QMainWindow(parent),
      settings_(options.settingsFile, QSettings::IniFormat),
      session_(options.resultsFolder, options.analyses),
      beside_(session_, options.resultsFolder),
      actions_(new WindowActions(this)) {
  setWindowTitle(tr("Spindle"));
  setWindowIcon(programIcon());
  setAcceptDrops(true);
  setMinimumSize(1024, 640);
  resize(1440, 900);
  setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks);
  for (DynamicsSession* session : {&session_, &beside_.session()}) session->setBundledResults(options.bundledResults);
  buildPanels(options.samples);
  buildBars();
  buildMenus();
  connectSession();
  connectBeside();
  connectActions();
  buildTraining(options.trainer);
  if (!options.samples.empty()) tourRun_ = options.samples.front().folder;
  if (options.idleDelay) {
    idleDraws_ = new IdleDraws(session_, *options.idleDelay, this);
    idleDraws_->setDraws(PreferencesDialog::idleDraws(settings_));
  }
  applyPreferences();
  refreshActions();
  // Names out of files are shown as they are; a label that guesses its format would swallow "<unk>".
  for (QLabel* label : findChildren<QLabel*>()) {
    if (label->textFormat() == Qt::AutoText) label->setTextFormat(Qt::PlainText);
  }
  for (const QString& name : settings_.value("analysisDocks").toStringList()) openDock(name.toStdString());
  const bool placed = restoreGeometry(settings_.value("geometry").toByteArray());
  if (placed && !restoreState(settings_.value("layout").toByteArray(), layoutVersion)) placeDocks();
  setDocksAside(true);
}

MainWindow::~MainWindow() {
  delete training_;
  delete idleDraws_;
  // The views hold references to the session, which is a member: they must go first, and hear nothing of its end.
  session_.disconnect(this);
  beside_.disconnect(this);
  playhead_.disconnect(this);
  hide();
  qDeleteAll(findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly));
  delete takeCentralWidget();
  delete progress_;
}

std::vector<DockSpec> MainWindow::dockSpecs() {
  const auto run = [this] {
    auto* panel = new RunPanel(session_, playhead_, this);
    connect(panel->corrections(), &RunCorrections::corrected, this,
            [this](const RunDescription& description) { describeRun(session_.facts()->place, description); });
    connect(panel->corrections(), &RunCorrections::lossesWanted, this, &MainWindow::computeLosses);
    return panel;
  };
  const auto sample = [this] {
    auto* panel = new SamplePanel(session_, selection_, this);
    connect(panel, &SamplePanel::refused, this, [this](const QString& sentence) { tell(sentence, false); });
    panel->addEditActions({actions_->editVariables, actions_->undo, actions_->redo, actions_->maskedInput,
                           actions_->brush, actions_->superpixels, actions_->randomCells, actions_->groupVariables,
                           actions_->labelMap, actions_->oneSample});
    return panel;
  };
  return {
      {tr("Run"), "runDock", Qt::LeftDockWidgetArea, run},
      {tr("Sample"), "sampleDock", Qt::LeftDockWidgetArea, sample},
      {tr("Interactions"), "interactionsDock", Qt::RightDockWidgetArea,
       [this] {
         auto* panel = new InteractionsPanel(session_, selection_, this);
         connect(&playhead_, &Playhead::playingChanged, panel, &InteractionsPanel::keepOrder);
         return panel;
       }},
      {tr("Table"), "tableDock", Qt::RightDockWidgetArea, [this] { return new StrengthTable(*view_, this); }, false},
      {tr("Shapley values"), "valuesDock", Qt::RightDockWidgetArea,
       [this] { return new ValuesPanel(session_, selection_, this); }},
      {tr("Samples"), "samplesDock", Qt::LeftDockWidgetArea,
       [this] {
         auto* panel = new SamplesPanel(session_, playhead_, selection_, this);
         connect(actions_->nextSample, &QAction::triggered, panel, [panel] { panel->step(1); });
         connect(actions_->previousSample, &QAction::triggered, panel, [panel] { panel->step(-1); });
         return panel;
       }},
  };
}

QDockWidget* MainWindow::dock(const char* name) const {
  return findChild<QDockWidget*>(QString::fromLatin1(name), Qt::FindDirectChildrenOnly);
}

void MainWindow::buildPanels(const std::vector<SampleCard>& samples) {
  notice_ = new NoticeLine(this);
  const QList<QAction*> transport{actions_->first, actions_->previous, actions_->play,  actions_->next,
                                  actions_->last,  actions_->loop,     actions_->follow};
  view_ = new DynamicsView(session_, beside_, playhead_, selection_, transport,
                           PageActions{{"draws", actions_->draws}, {"ties", actions_->ties}}, this);
  pages_ = new QStackedWidget(this);
  welcome_ = new WelcomePage(actions_->openRun, actions_->openResults, samples, this);
  welcome_->setRecent(settings_.value("recent").toStringList());
  connect(welcome_, &WelcomePage::sampleChosen, this, &MainWindow::open);
  pages_->addWidget(welcome_);
  pages_->addWidget(view_);
  closedPage_ = new ClosedPage(actions_->aboutRun, actions_->openRun, this);
  pages_->addWidget(closedPage_);
  auto* middle = new QWidget(this);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(notice_);
  column->addWidget(new ScopeNotice(session_, this));
  auto* compare = new CompareBar(beside_, this);
  connect(compare, &CompareBar::pageWanted, this, [this] { view_->tabs()->openPage("compare"); });
  column->addWidget(compare);
  column->addWidget(pages_, 1);
  setCentralWidget(middle);
  dropOverlay_ = new DropOverlay(this);

  for (const DockSpec& spec : dockSpecs()) {
    auto* made = new QDockWidget(spec.title, this);
    made->setObjectName(spec.name);
    made->setWidget(spec.make());
    addDockWidget(spec.area, made);
    docks_.push_back({made, spec.area, spec.shown});
  }
  placeDocks();

  progress_ = new ProgressLine(session_, actions_->cancel, this);
  statusBar()->addWidget(progress_, 1);
  statusBar()->setSizeGripEnabled(false);
}

void MainWindow::buildBars() {
  auto* bar = addToolBar(tr("Tools"));
  bar->setObjectName("tools");
  bar->setMovable(false);
  bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->addAction(actions_->openRun);
  bar->addSeparator();
  bar->addAction(actions_->compute);
  bar->addAction(actions_->cancel);
  bar->addSeparator();
  auto* show = new QLabel(tr(" Show "), bar);
  bar->addWidget(show);
  bar->addActions({actions_->kindBoth, actions_->kindAnd, actions_->kindOr});
  bar->addSeparator();
  bar->addWidget(new ScopeBox(session_, selection_, bar));
  bar->addSeparator();
  bar->addAction(actions_->normalize);
  bar->addSeparator();
  bar->addActions({actions_->exportFigure, actions_->exportAnimation});
}

void MainWindow::buildMenus() {
  auto* file = menuBar()->addMenu(tr("&File"));
  file->addActions({actions_->openRun, actions_->openResults});
  auto* recent = file->addMenu(tr("Open recent"));
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
  file->addSeparator();
  file->addActions({actions_->addRun, actions_->addResults, actions_->removeRun});
  file->addSeparator();
  file->addActions({actions_->trainRun, actions_->followRun});
  file->addSeparator();
  file->addActions({actions_->saveSession, actions_->saveResults, actions_->exportTables, actions_->exportFigure,
                    actions_->exportAnimation, actions_->exportSample});
  file->addSeparator();
  file->addActions({actions_->aboutRun, actions_->preferences, actions_->closeRun, actions_->quit});
  auto* edit = menuBar()->addMenu(tr("&Edit"));
  edit->addActions({actions_->undo, actions_->redo});
  edit->addSeparator();
  edit->addActions({actions_->editVariables, actions_->computeVariables});
  edit->addActions(
      {actions_->brush, actions_->superpixels, actions_->randomCells, actions_->groupVariables, actions_->oneSample});
  edit->addSeparator();
  auto* commands = edit->addMenu(tr("Copy as command"));
  connect(commands, &QMenu::aboutToShow, this, [this, commands] { fillCommands(commands); });
  auto* compute = menuBar()->addMenu(tr("&Compute"));
  compute->addActions({actions_->compute, actions_->cancel, actions_->draws, actions_->ties, actions_->computeLosses});
  auto* play = menuBar()->addMenu(tr("&Play"));
  play->addActions({actions_->play, actions_->previous, actions_->next, actions_->previousTen, actions_->nextTen,
                    actions_->first, actions_->last});
  play->addSeparator();
  play->addActions({actions_->phaseTwo, actions_->goTo, actions_->follow});
  play->addSeparator();
  play->addActions({actions_->loop, actions_->loopStart, actions_->loopEnd, actions_->slower, actions_->faster});
  auto* view = menuBar()->addMenu(tr("&View"));
  view->addActions({actions_->kindBoth, actions_->kindAnd, actions_->kindOr, actions_->cycleKinds});
  auto* salient = view->addMenu(tr("Salient interactions"));
  salient->addActions({actions_->salientT1, actions_->salientT2, actions_->salientT3});
  view->addAction(actions_->maskedInput);
  view->addSeparator();
  view->addActions({actions_->normalize, actions_->lockAxis, actions_->fitHere, actions_->meanOrder, actions_->orderMap,
                    actions_->spread});
  view->addActions({actions_->previousSample, actions_->nextSample, actions_->differences});
  auto* columns = view->addMenu(tr("Column of the training log"));
  connect(columns, &QMenu::aboutToShow, this, [this, columns] { fillColumns(columns); });
  view->addSeparator();
  int number = 1;
  for (const PlacedDock& placed : docks_) {
    if (!placed.shown) {
      view->addActions({actions_->table, actions_->plotTable, actions_->overTraining});
      continue;
    }
    QAction* toggle = placed.dock->toggleViewAction();
    toggle->setShortcut(QKeySequence(QStringLiteral("Alt+%1").arg(number++)));
    view->addAction(toggle);
  }
  view->addAction(actions_->resetLayout);
  auto* themes = view->addMenu(tr("Theme"));
  auto* group = new QActionGroup(this);
  for (const auto& [theme, text] : {std::pair(Theme::automatic, tr("System")), std::pair(Theme::light, tr("Light")),
                                    std::pair(Theme::dark, tr("Dark"))}) {
    QAction* action = themes->addAction(text);
    action->setCheckable(true);
    group->addAction(action);
    connect(action, &QAction::triggered, this,
            [this, picked = theme] { PreferencesDialog::setTheme(settings_, picked); });
    connect(themes, &QMenu::aboutToShow, action,
            [this, action, own = theme] { action->setChecked(own == PreferencesDialog::theme(settings_)); });
  }
  auto* help = menuBar()->addMenu(tr("&Help"));
  help->addActions({actions_->tour, actions_->search, actions_->keys, actions_->about});
  addActions(actions_->withKeys());
}

QString MainWindow::notice() const {
  return notice_->text();
}

void MainWindow::tell(const QString& sentence, bool failure) {
  notice_->say(sentence, failure ? NoticeLine::Tone::failure : NoticeLine::Tone::note);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  setDocksAside(false);
  settings_.setValue("geometry", saveGeometry());
  settings_.setValue("layout", saveState(layoutVersion));
  QStringList docked;
  for (const std::string& name : openDocks()) docked << QString::fromStdString(name);
  settings_.setValue("analysisDocks", docked);
  playhead_.pause();
  rememberView();
  session_.close();
  event->accept();
}

/// Qt 6.4 crashes in QMainWindowLayout::tabMoved() where tabs of docks are put into another order (found by random
/// clicks), so they keep theirs.
void MainWindow::childEvent(QChildEvent* event) {
  if (event->type() == QEvent::ChildPolished) {
    if (auto* tabs = qobject_cast<QTabBar*>(event->child())) tabs->setMovable(false);
  }
  QMainWindow::childEvent(event);
}

}  // namespace spindle::app
