// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the window as a user does, without a display.
#include "app/main_window.h"
#include "app/theme.h"
#include "app/window_actions.h"
#include "tests/app/program.h"
#include "ui/chart/chart_view.h"
#include "ui/panels/analysis_page.h"
#include "ui/panels/analysis_table.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/dynamics_view.h"
#include "ui/panels/interactions_panel.h"
#include "ui/panels/run_panel.h"
#include "ui/panels/sample_panel.h"
#include "ui/panels/sample_view.h"
#include "ui/panels/values_panel.h"
#include "ui/plots/life_plot.h"
#include "ui/plots/order_bars_plot.h"
#include "ui/plots/timeline_plot.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPointer>
#include <QSignalSpy>
#include <QSlider>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <memory>

using namespace spindle;
using namespace spindle::test;
using app::MainWindow;

namespace {

QStringList warnings;
QtMessageHandler before = nullptr;

void collect(QtMsgType type, const QMessageLogContext& context, const QString& text) {
  const bool platform = text.contains("This plugin does not support") || text.contains("XDG_RUNTIME_DIR");
  if (type != QtDebugMsg && type != QtInfoMsg && !platform) warnings << text;
  before(type, context, text);
}

const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");
constexpr int patience = 300000;  // sanitizers are slow

}  // namespace

class WindowTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void init();
  void cleanup();
  void firstFrameThenPlayDragToggleCancelAndClose();
  void keysMoveThePlayhead();
  void barsFollowThePlayhead();
  void everyTableTakesClicksBeforeThereIsAnAnalysis();
  void editedVariablesAreComputedWhenAsked();
  void canceledWorkIsGoneOnWith();
  void anotherThresholdIsReadNotComputed();
  void variablesCanBePickedWithTheKeyboard();
  void selectionIsOneInAllViews();
  void opensResultsAlone();
  void tellsWhatItCannotOpen();
  void badCheckpointIsMarkedAndTheOthersGoOn();
  void markerSaysItsRule();
  void analysisPagesShowWhatWasFound();
  void tolerancesChosenDuringTheAnalysisCount();
  void anotherThresholdKeepsThePlace();
  void drawsOfTheVariablesGiveABand();
  void smallAndLargeText();
  void oneSampleAloneIsSaidAndTakenBack();
  void hoverTellsShareAndStrength();
  void filterThatFitsNothingShowsNothing();
  void keysStayWithThePlayerAfterReset();
  void commandsAreFoundByTheirNames();
  void aRunOpensAsItWasLeft();
  void namesOutOfFilesAreNoMarkup();
  void whatCannotBeOpenedIsShownWithAWayOn();
  void failedComputationIsNotWaitedFor();
  void tabsOfDocksKeepTheirOrder();

 private:
  /// Until that many checkpoints are done; a computation that fails fails the test at once, with its sentence.
  void waitForPoints(std::size_t count) {
    QTRY_VERIFY_WITH_TIMEOUT(
        window_->session().track().doneCount() >= count || window_->session().state() == SessionState::failed,
        patience);
    QVERIFY2(window_->session().state() != SessionState::failed, qPrintable(window_->notice()));
  }
  void open(const QString& place) {
    window_->open(place.toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(window_->session().facts() != nullptr, patience);
  }
  void waitFor(SessionState state) { QTRY_COMPARE_WITH_TIMEOUT(window_->session().state(), state, patience); }
  [[nodiscard]] bool allDone() const {
    return window_->session().track().doneCount() == window_->session().track().size();
  }
  template <typename Widget>
  Widget* find(const char* name) {
    return window_->findChild<Widget*>(name);
  }
  /// Clicks the word or column with this number while editing; nothing is computed yet.
  void editItem(int row) {
    window_->actions().editVariables->setChecked(true);
    auto* list = find<QListWidget>("variableList");
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(row)).center());
  }
  void compute() { window_->actions().computeVariables->trigger(); }
  QWidget* surface(QWidget* plot) { return plot->findChild<QWidget*>(); }
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(window_.get(), key, modifiers);
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<MainWindow> window_;
};

void WindowTest::initTestCase() {
  before = qInstallMessageHandler(collect);
  app::rememberDesktopPalette();
  app::applyTheme(app::Theme::light);
}

void WindowTest::init() {
  warnings.clear();
  folder_ = std::make_unique<QTemporaryDir>();
  copyFolder(golden("tiny"), folder_->filePath("tiny"));
  window_ = std::make_unique<MainWindow>(
      app::WindowOptions{folder_->filePath("results").toStdString(), folder_->filePath("settings.ini")});
  window_->resize(1440, 900);
  window_->show();
  QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
}

void WindowTest::cleanup() {
  window_.reset();
  folder_.reset();
  QCOMPARE(warnings.join('\n'), QString());
}

void WindowTest::firstFrameThenPlayDragToggleCancelAndClose() {
  open(bundled);
  waitForPoints(3);
  QCOMPARE(window_->session().state(), SessionState::computing);
  QVERIFY(find<OrderBarsPlot>("orderBars")->bar(1, true).height() > 1.0);

  press(Qt::Key_Space);
  QVERIFY(window_->playhead().playing());
  const double from = window_->playhead().place();
  QTRY_VERIFY(window_->playhead().place() > from);
  press(Qt::Key_Space);
  QVERIFY(!window_->playhead().playing());

  auto* timeline = find<TimelinePlot>("timeline");
  QWidget* strip = surface(timeline);
  const double second = window_->playhead().axis().place(1);
  QTest::mousePress(strip, Qt::LeftButton, {}, timeline->placeOnScreen(0.0).toPoint());
  QTest::mouseMove(strip, timeline->placeOnScreen(0.5 * second).toPoint());
  QVERIFY(!window_->playhead().spot().real());
  QVERIFY(find<OrderBarsPlot>("orderBars")->heading().startsWith("between steps 0 and "));
  QTest::mouseMove(strip, timeline->placeOnScreen(second).toPoint());
  QTest::mouseRelease(strip, Qt::LeftButton, {}, timeline->placeOnScreen(second).toPoint());
  QCOMPARE(window_->playhead().spot(), (PlayheadSpot{1, 1, 0.0}));

  auto* picture = find<SampleView>("sampleView");
  const int n = window_->session().choice().count();
  // Without editing a click asks for what contains the variable.
  QTest::mouseClick(picture, Qt::LeftButton, {}, picture->cellCenter(2, 1));
  QVERIFY(window_->selection().any());
  QCOMPARE(window_->session().editor().draft().count(), n);
  press(Qt::Key_V);
  QTest::mouseClick(picture, Qt::LeftButton, {}, picture->cellCenter(2, 1));
  QCOMPARE(std::abs(window_->session().editor().draft().count() - n), 1);
  QCOMPARE(window_->session().choice().count(), n);
  QVERIFY(find<QWidget>("pendingLine")->isVisible());
  QVERIFY2(find<QLabel>("cost")->text().contains("forward passes"), qPrintable(find<QLabel>("cost")->text()));
  compute();
  QCOMPARE(std::abs(window_->session().choice().count() - n), 1);
  QVERIFY(!find<QWidget>("pendingLine")->isVisible());
  QCOMPARE(window_->session().track().doneCount(), std::size_t{0});
  // What was shown before stays as an outline.
  QVERIFY(find<OrderBarsPlot>("orderBars")->hoverText(1, true).isEmpty());
  waitForPoints(2);
  QVERIFY2(find<OrderBarsPlot>("orderBars")->hoverText(1, true).contains("variables, before"),
           qPrintable(find<OrderBarsPlot>("orderBars")->hoverText(1, true)));
  QVERIFY(window_->session().track().state(1) == TickState::done);  // the one that was looked at came first

  window_->actions().cancel->trigger();
  QCOMPARE(window_->session().state(), SessionState::stopping);
  waitFor(SessionState::stopped);
  const auto kept = window_->session().track().doneCount();
  QVERIFY(kept >= 2 && kept < window_->session().track().size());

  window_->actions().compute->trigger();
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().track().doneCount() > kept, patience);
  window_->close();
  QCOMPARE(window_->session().state(), SessionState::closed);
}

void WindowTest::keysMoveThePlayhead() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  Playhead& playhead = window_->playhead();
  press(Qt::Key_Home);
  QCOMPARE(playhead.spot().lower, std::size_t{0});
  press(Qt::Key_Right);
  QCOMPARE(playhead.spot(), (PlayheadSpot{1, 1, 0.0}));
  press(Qt::Key_Period);
  press(Qt::Key_Left);
  QCOMPARE(playhead.spot(), (PlayheadSpot{1, 1, 0.0}));
  press(Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(playhead.spot().lower, std::size_t{3});
  press(Qt::Key_Home);
  press(Qt::Key_End);
  QCOMPARE(playhead.spot().lower, std::size_t{3});
  press(Qt::Key_Space);  // at the end: starts over
  QVERIFY(playhead.playing());
  QVERIFY(playhead.place() < 0.5);
  press(Qt::Key_End);
  QTRY_VERIFY(!playhead.playing());  // nothing more is expected
  press(Qt::Key_A);
  QVERIFY(window_->actions().kindAnd->isChecked());
  press(Qt::Key_Equal);
  QCOMPARE(playhead.speed(), 2.0);
  press(Qt::Key_Minus);
  QCOMPARE(playhead.speed(), 1.0);
}

void WindowTest::barsFollowThePlayhead() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  window_->actions().normalize->setChecked(false);
  auto* bars = find<OrderBarsPlot>("orderBars");
  const DynamicsTrack& track = window_->session().track();
  Playhead& playhead = window_->playhead();
  const auto height = [bars](int k) { return bars->bar(k, true).height() - bars->bar(k, false).height(); };
  const auto total = [](const OrderStrength& s, int k) { return s.positive(k) + s.negative(k); };
  playhead.moveTo(0);
  const double pixels = [&] {
    const OrderStrength& strength = track.point(0)->strength;
    for (int k = 1; k <= strength.variables(); ++k) {
      if (std::abs(total(strength, k)) > 1e-3) return height(k) / total(strength, k);
    }
    return 0.0;
  }();
  QVERIFY(pixels > 0.0);
  for (std::size_t c = 0; c < track.size(); ++c) {
    playhead.moveTo(c);
    for (int k = 1; k <= track.variables(); ++k)
      QVERIFY(std::abs(height(k) - pixels * total(track.point(c)->strength, k)) < 0.5);  // the axis stays fixed
  }
  playhead.moveToPlace(0.25 * playhead.axis().place(1));
  const OrderStrength& a = track.point(0)->strength;
  const OrderStrength& b = track.point(1)->strength;
  for (int k = 1; k <= track.variables(); ++k)
    QVERIFY(std::abs(height(k) - pixels * (0.75 * total(a, k) + 0.25 * total(b, k))) < 0.5);
  QCOMPARE(window_->playhead().spot().fraction, 0.25);
}

void WindowTest::everyTableTakesClicksBeforeThereIsAnAnalysis() {
  const auto clickAll = [this] {
    const auto tables = window_->findChildren<QTableWidget*>();
    QVERIFY(tables.size() >= 3);
    for (QTableWidget* table : tables) {
      for (int row = 0; row < table->rowCount(); ++row) {
        for (int column = 0; column < table->columnCount(); ++column) {
          emit table->cellClicked(row, column);
          emit table->cellActivated(row, column);
        }
      }
    }
  };
  clickAll();
  open(folder_->filePath("tiny"));
  clickAll();
  waitFor(SessionState::finished);
  clickAll();
}

void WindowTest::editedVariablesAreComputedWhenAsked() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const QSignalSpy changed(&window_->session(), &DynamicsSession::choiceChanged);
  QCOMPARE(find<QListWidget>("variableList")->count(), 6);
  const int n = window_->session().choice().count();
  const auto before = window_->session().results();
  editItem(2);
  QCOMPARE(changed.count(), 0);
  QCOMPARE(window_->session().editor().draft().count(), n - 1);
  press(Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(!window_->session().editor().pending());
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(window_->session().editor().pending());
  compute();
  QCOMPARE(changed.count(), 1);
  QCOMPARE(window_->session().choice().count(), n - 1);
  QVERIFY(window_->session().busy());
  waitFor(SessionState::finished);
  QCOMPARE(window_->session().track().variables(), n - 1);
  QVERIFY(window_->session().results() != before);
  // Back again: nothing is computed a second time.
  window_->findChild<QAbstractButton*>("resetVariables")->click();
  compute();
  waitFor(SessionState::finished);
  QVERIFY(window_->session().allStored());
  QCOMPARE(window_->session().results().string(), before.string());
  // A word of one's own choice is asked for, not edited.
  window_->actions().editVariables->setChecked(false);
  auto* list = find<QListWidget>("variableList");
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
  QVERIFY(!window_->session().editor().pending());
  QCOMPARE(window_->selection().contained(), Coalition{1});
  auto* panel = window_->findChild<InteractionsPanel*>();
  QTRY_VERIFY(panel->model().rowCount() > 0);
  for (int row = 0; row < panel->model().rowCount(); ++row) QVERIFY((panel->model().at(row).coalition & 1u) != 0);
}

void WindowTest::canceledWorkIsGoneOnWith() {
  open(bundled);
  waitForPoints(1);
  window_->actions().cancel->trigger();
  waitFor(SessionState::stopped);
  const auto kept = window_->session().track().doneCount();
  window_->open(bundled.toStdString());
  waitForPoints(kept);
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().progress().total > 0, patience);
  const auto samples = static_cast<int>(window_->session().choice().samples.size());
  const auto left = static_cast<int>(window_->session().track().size() - kept);
  QVERIFY(window_->session().progress().total <= left * samples);
}

void WindowTest::anotherThresholdIsReadNotComputed() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const OrderStrength before = window_->session().track().point(1)->strength;
  window_->actions().salientT2->trigger();
  QTRY_VERIFY(window_->session().track().point(1)->strength.threshold != before.threshold);
  QCOMPARE(window_->session().state(), SessionState::finished);
  const OrderStrength after = window_->session().track().point(1)->strength;
  QVERIFY(after.threshold != before.threshold);
  QVERIFY(after.andPositive != before.andPositive);
  window_->actions().salientT1->trigger();
  QTRY_COMPARE(window_->session().track().point(1)->strength.andPositive, before.andPositive);
}

void WindowTest::variablesCanBePickedWithTheKeyboard() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const int n = window_->session().choice().count();
  press(Qt::Key_V);
  auto* list = find<QListWidget>("variableList");
  list->setFocus();
  list->setCurrentRow(1);
  QTest::keyClick(list, Qt::Key_Space);
  QVERIFY(!window_->playhead().playing());
  QCOMPARE(window_->session().editor().draft().count(), n - 1);
  press(Qt::Key_Return, Qt::ControlModifier);
  QCOMPARE(window_->session().choice().count(), n - 1);
  waitFor(SessionState::finished);

  window_->openSample(bundled.toStdString());
  QVERIFY(window_->notice().contains("Space"));
  waitForPoints(1);
  auto* picture = find<SampleView>("sampleView");
  picture->setFocus();
  const VariableEditor& editor = window_->session().editor();
  const VariableChoice before = editor.draft();
  for (const Qt::Key key : {Qt::Key_Up, Qt::Key_Up, Qt::Key_Left, Qt::Key_Return}) QTest::keyClick(picture, key);
  QCOMPARE(std::abs(editor.draft().count() - before.count()), 1);
  QTest::keyClick(picture, Qt::Key_Return);
  QVERIFY(editor.draft() == before);
  // Looking, not editing, the arrows step through training as everywhere.
  press(Qt::Key_V);
  waitForPoints(2);
  window_->playhead().moveTo(0);
  QTest::keyClick(picture, Qt::Key_Right);
  QCOMPARE(window_->playhead().spot().nearest(), std::size_t{1});
}

void WindowTest::selectionIsOneInAllViews() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  auto* panel = window_->findChild<InteractionsPanel*>();
  QTRY_VERIFY(panel->model().rowCount() > 1);
  auto* bars = find<OrderBarsPlot>("orderBars");
  const QRectF bar = bars->bar(1, true).united(bars->bar(1, false));
  QTest::mouseClick(surface(bars), Qt::LeftButton, {}, bar.center().toPoint());
  QCOMPARE(window_->selection().lit().order, 1);
  for (int row = 0; row < panel->model().rowCount(); ++row) QCOMPARE(order(panel->model().at(row).coalition), 1);
  press(Qt::Key_Escape);
  QCOMPARE(window_->selection().lit(), Lit());
  auto* table = find<QTableView>("interactions");
  const Interaction first = panel->model().at(0);
  const QRect cell = table->visualRect(panel->model().index(0, 0));
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
  QCOMPARE(window_->selection().lit().coalition, first.coalition);
  // Its life over training, where the map of orders was.
  auto* view = window_->findChild<DynamicsView*>();
  QTRY_VERIFY(view->life()->isVisible());
  const InteractionLifePtr life = view->life()->life();
  QCOMPARE(life->values.size(), window_->session().track().size());
  QCOMPARE(life->values[window_->playhead().spot().nearest()], first.value);
  QVERIFY2(view->life()->accessibleDescription().contains("salient at"),
           qPrintable(view->life()->accessibleDescription()));
  // Another sample, another list.
  const InteractionListPtr list = panel->model().list();
  auto* chooser = find<QComboBox>("sampleChooser");
  QVERIFY(chooser->count() > 1);
  chooser->setCurrentIndex(1);
  QTRY_VERIFY(panel->model().list() != list);
}

void WindowTest::opensResultsAlone() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const OrderStrength before = window_->session().track().point(2)->strength;
  const QString copy = folder_->filePath("copy.h5");
  QVERIFY(QFile::copy(QString::fromStdString(window_->session().results().string()), copy));
  window_->open(copy.toStdString());
  waitFor(SessionState::finished);
  QVERIFY(window_->session().facts()->resultsOnly);
  QVERIFY(allDone());
  QCOMPARE(window_->session().track().point(2)->strength.andPositive, before.andPositive);
  QVERIFY(!window_->actions().compute->isEnabled());
  auto* panel = window_->findChild<InteractionsPanel*>();
  QTRY_VERIFY(panel->model().rowCount() > 0);
}

void WindowTest::tellsWhatItCannotOpen() {
  window_->open(folder_->filePath("nowhere").toStdString());
  QTRY_VERIFY(window_->notice().contains("no such folder"));
  QCOMPARE(window_->session().state(), SessionState::closed);
  writeFile(folder_->filePath("bad.h5"), "not HDF5");
  window_->open(folder_->filePath("bad.h5").toStdString());
  QTRY_VERIFY(window_->notice().contains("bad.h5"));
  // A line that is shown already changes its color, and follows the theme.
  window_->actions().cancel->trigger();
  auto* notice = find<QWidget>("notice");
  QVERIFY(notice->isVisible());
  const QColor light = notice->palette().color(QPalette::Base);
  app::applyTheme(app::Theme::dark);
  QTRY_VERIFY(notice->palette().color(QPalette::Base) != light);
  app::applyTheme(app::Theme::light);
  window_->open(folder_->filePath("nowhere").toStdString());
  QTRY_VERIFY(window_->notice().contains("no such folder"));
  // The next good one opens, and the sentence goes.
  open(folder_->filePath("tiny"));
  QCOMPARE(window_->notice(), QString());
  waitFor(SessionState::finished);
}

void WindowTest::badCheckpointIsMarkedAndTheOthersGoOn() {
  writeFile(folder_->filePath("tiny/epoch5.pt"), "no checkpoint at all");
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const DynamicsTrack& track = window_->session().track();
  QCOMPARE(track.failedCount(), std::size_t{1});
  QCOMPARE(track.state(2), TickState::failed);
  QCOMPARE(track.doneCount(), track.size() - 1);
  QVERIFY2(window_->notice().contains("epoch5.pt"), qPrintable(window_->notice()));
  window_->playhead().moveTo(1);
  press(Qt::Key_Right);
  QCOMPARE(window_->playhead().spot().lower, std::size_t{3});  // over the failed one
}

void WindowTest::markerSaysItsRule() {
  open(bundled);
  waitFor(SessionState::finished);
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().analysis() != nullptr, patience);
  const PhaseResult& phase = window_->session().analysis()->phases->meanOrder;
  QVERIFY(phase.checkpoint.has_value());
  auto* timeline = find<TimelinePlot>("timeline");
  QPointF at = timeline->placeOnScreen(window_->playhead().axis().place(*phase.checkpoint));
  at.setY(0.4 * timeline->height());
  const QString text = timeline->hoverText(at);
  QVERIFY2(text.contains("mean order minimum"), qPrintable(text));
  QVERIFY2(text.contains(QString::fromStdString(phase.explanation)), qPrintable(text));
  press(Qt::Key_P);
  QCOMPARE(window_->playhead().spot().lower, *phase.checkpoint);
}

void WindowTest::analysisPagesShowWhatWasFound() {
  open(bundled);
  waitFor(SessionState::finished);
  DynamicsSession& session = window_->session();
  QTRY_VERIFY_WITH_TIMEOUT(session.analysis() != nullptr, patience);
  const auto analysis = session.analysis();
  auto* tabs = window_->findChild<AnalysisTabs*>();
  const auto seen = [&](const char* name) {
    AnalysisPage* page = tabs->page(name);
    tabs->openPage(tabs->indexOf(page));
    return page;
  };
  // Phase two: a row a rule; the marker follows the chosen rule.
  AnalysisTable* phases = seen("phases")->table("phases");
  QCOMPARE(phases->rowCount(), 3);
  const double start = analysis->results->header().step[*analysis->phases->meanOrder.checkpoint];
  QCOMPARE(phases->item(0, 1)->text().toDouble(), start);
  window_->playhead().moveTo(0);
  emit phases->cellClicked(0, 1);
  QCOMPARE(window_->playhead().spot().lower, *analysis->phases->meanOrder.checkpoint);
  auto* rule = find<QComboBox>("phases.marker");
  rule->setCurrentIndex(1);
  emit rule->activated(1);
  QCOMPARE(session.phaseTwo().rule, analysis->phases->lossGap.rule);
  session.setPhaseRule(PhaseRule::meanOrder);
  QCOMPARE(rule->currentIndex(), 0);
  // A rise that no run reaches: no phase two, and it is said.
  find<QDoubleSpinBox>("phases.rise")->setValue(9.0);
  QTRY_VERIFY_WITH_TIMEOUT(!session.phaseTwo().checkpoint.has_value(), patience);
  QTRY_COMPARE(phases->item(0, 1)->text(), QString("none"));
  QVERIFY(find<QLabel>("phasesFindings")->text().contains("No phase two"));
  find<QDoubleSpinBox>("phases.rise")->setValue(0.3);
  QTRY_VERIFY_WITH_TIMEOUT(session.phaseTwo().checkpoint.has_value(), patience);
  // Theory: the fit in phase two, the slider live, nothing predicted in phase one.
  AnalysisPage* theory = seen("theory");
  const std::size_t last = session.track().size() - 1;
  window_->playhead().moveTo(last);
  const auto bars = [theory] { return theory->chart("shares")->chart(); };
  const auto expected = [&](const Place& at) { return session.analysis()->found.at("theory")->chartsAt(at).front(); };
  const auto values = [](const Chart& chart, std::size_t mark) { return std::get<Bars>(chart.marks.at(mark)).y; };
  QTRY_COMPARE(bars().marks.size(), std::size_t{2});
  QCOMPARE(values(bars(), 1), values(expected({last}), 1));
  auto* slider = find<QSlider>("theory.noise");
  slider->setValue(slider->maximum());
  Place chosen{last};
  chosen.live.set("noise", 2.0);
  QCOMPARE(values(bars(), 1), values(expected(chosen), 1));
  QVERIFY(values(bars(), 1) != values(expected({last}), 1));
  window_->playhead().moveTo(*session.phaseTwo().checkpoint - 1);
  QCOMPARE(bars().marks.size(), std::size_t{1});
  QVERIFY(find<QLabel>("theoryFindings")->text().contains("phase two only"));
  window_->playhead().moveTo(0);
  QCOMPARE(bars().marks.size(), std::size_t{3});  // measured, and two theories of untrained networks
  // Generalization: clean against mislabeled; a sample of the list is chosen by a click.
  AnalysisPage* generalization = seen("generalization");
  QCOMPARE(generalization->chart("groups")->chart().marks.size(), std::size_t{2});
  AnalysisTable* shifts = generalization->table("shifts");
  const int row = shifts->item(0, 0)->text().toInt() == static_cast<int>(window_->selection().sample()) ? 1 : 0;
  emit shifts->cellClicked(row, 0);
  QCOMPARE(static_cast<int>(window_->selection().sample()), shifts->item(row, 0)->text().toInt());
  // Diagnostics say that the draws are missing.
  seen("trust");
  QVERIFY(find<QLabel>("trustFindings")->text().contains("Not measured"));
  // Values: they sum to v(N) - v(empty).
  auto* panel = window_->findChild<ValuesPanel*>();
  QTRY_VERIFY(panel->asText().count('\n') > 10);
}

void WindowTest::tolerancesChosenDuringTheAnalysisCount() {
  open(bundled);
  waitFor(SessionState::finished);
  DynamicsSession& session = window_->session();
  QVERIFY(session.analysis() == nullptr);  // it has just begun
  PhaseOptions options;
  options.rise = 9.0;
  session.setPhaseOptions(options);
  QTRY_VERIFY_WITH_TIMEOUT(session.analysis() != nullptr, patience);
  QVERIFY(!session.analysis()->phases->meanOrder.checkpoint.has_value());
}

void WindowTest::anotherThresholdKeepsThePlace() {
  open(bundled);
  waitFor(SessionState::finished);
  DynamicsSession& session = window_->session();
  QTRY_VERIFY_WITH_TIMEOUT(session.analysis() != nullptr, patience);
  window_->playhead().moveTo(20);
  auto* tabs = window_->findChild<AnalysisTabs*>();
  tabs->openPage(tabs->indexOf(tabs->page("salience")));
  const double before = session.track().point(20)->strength.threshold;
  find<QDoubleSpinBox>("salience.factor")->setValue(0.06);
  QTRY_COMPARE(session.track().point(20)->strength.threshold, 2.0 * before);
  QCOMPARE(session.state(), SessionState::finished);  // nothing was computed or read
  QCOMPARE(window_->playhead().spot().lower, std::size_t{20});
  QTRY_VERIFY_WITH_TIMEOUT(session.analysis() != nullptr, patience);
  QCOMPARE(session.analysis()->choices.salience.factor, 0.06);
}

void WindowTest::drawsOfTheVariablesGiveABand() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  DynamicsSession& session = window_->session();
  session.computeDraws(2);
  waitFor(SessionState::finished);
  QVERIFY2(window_->notice().contains("nothing to draw anew"), qPrintable(window_->notice()));
  open(bundled);
  waitFor(SessionState::finished);
  session.computeDraws(2);
  waitFor(SessionState::finished);
  QTRY_VERIFY_WITH_TIMEOUT(session.analysis() && session.analysis()->draws->at(0).size() == 2, patience);
  QCOMPARE(session.analysis()->draws->at(0)[0].andPositive, session.track().point(0)->strength.andPositive);
  QVERIFY(session.analysis()->draws->at(0)[1].andPositive != session.track().point(0)->strength.andPositive);
}

/// Nothing that the user must read is cut off where the text is larger or the window small.
void WindowTest::smallAndLargeText() {
  window_->resize(1024, 640);
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  for (const double factor : {1.0, 1.25}) {
    QFont font = QApplication::font();
    font.setPointSizeF(factor * font.pointSizeF());
    window_->setFont(font);
    QTest::qWait(50);
    for (const QToolButton* button : window_->findChildren<QToolButton*>()) {
      if (!button->isVisible() || button->text().isEmpty() || button->toolButtonStyle() == Qt::ToolButtonIconOnly)
        continue;
      QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()), qPrintable(button->text()));
    }
    const auto* bars = find<OrderBarsPlot>("orderBars");
    QVERIFY(bars->height() >= bars->minimumSizeHint().height());
  }
}

void WindowTest::oneSampleAloneIsSaidAndTakenBack() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  auto* bars = find<OrderBarsPlot>("orderBars");
  const std::size_t all = window_->session().choice().samples.size();
  QVERIFY(all > 1);
  QVERIFY2(bars->heading().endsWith(QString("mean of %1 samples").arg(all)), qPrintable(bars->heading()));
  // Another sample gets variables of its own, as many as before: all are still averaged.
  VariableChoice own = window_->session().choice();
  std::vector<InputVariable> reordered = own.variables[1].all();
  std::swap(reordered.front(), reordered.back());
  own.variables[1] = {std::move(reordered), window_->session().facts()->samples.format.elements()};
  window_->session().setChoice(own);
  waitFor(SessionState::finished);
  auto* notice = find<QWidget>("scopeNotice");
  QVERIFY(!notice->isVisible());
  editItem(2);
  QVERIFY(window_->session().editor().alone());
  QVERIFY2(find<QLabel>("cost")->text().contains("Only this sample"), qPrintable(find<QLabel>("cost")->text()));
  compute();
  QCOMPARE(window_->session().choice().samples.size(), std::size_t{1});
  waitFor(SessionState::finished);
  QVERIFY(notice->isVisible());
  QVERIFY2(bars->heading().endsWith("one sample only"), qPrintable(bars->heading()));
  auto* back = notice->findChild<QAbstractButton*>("offer");
  QVERIFY(back->isVisible());
  QVERIFY(back->text().contains(QString::number(all)));
  back->click();
  QVERIFY(window_->session().choice() == own);
  QVERIFY(!notice->isVisible());
  waitFor(SessionState::finished);
  QVERIFY(bars->heading().endsWith(QString("mean of %1 samples").arg(all)));
  // The same word back again joins the sample to the others.
  editItem(2);
  QVERIFY(window_->session().editor().alone());
  editItem(2);
  QCOMPARE(window_->session().editor().draft().samples.size(), all);
}

void WindowTest::hoverTellsShareAndStrength() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  window_->playhead().moveTo(3);
  auto* bars = find<OrderBarsPlot>("orderBars");
  const OrderStrength& strength = window_->session().track().point(3)->strength;
  double whole = 0.0;
  for (int k = 1; k <= strength.variables(); ++k) whole += strength.total(k);
  const auto strongest = std::max_element(strength.andPositive.begin(), strength.andPositive.end());
  const int k = static_cast<int>(strongest - strength.andPositive.begin()) + 1;
  for (const bool shares : {true, false}) {
    window_->actions().normalize->setChecked(shares);
    for (QAction* kind : {window_->actions().kindBoth, window_->actions().kindAnd}) {
      kind->setChecked(true);
      const double value = kind == window_->actions().kindAnd ? *strongest : strength.positive(k);
      QVERIFY(value > 0.0);
      const double share = 100.0 * value / whole;
      const QString text = bars->hoverText(k, true);
      QVERIFY2(text.contains("strength " + valueText(value)), qPrintable(text));
      QVERIFY2(text.contains(QString("share %1 %").arg(share, 0, 'f', share < 10.0 ? 1 : 0)), qPrintable(text));
    }
  }
}

void WindowTest::filterThatFitsNothingShowsNothing() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  auto* panel = window_->findChild<InteractionsPanel*>();
  auto* count = find<QLabel>("interactionsCount");
  auto* filter = find<QLineEdit>("interactionsFilter");
  QTRY_VERIFY(panel->model().rowCount() > 0);
  for (const char* text : {"FCPVHgg", "99", "1 nobody"}) {
    filter->setText(text);
    QCOMPARE(panel->model().rowCount(), 0);
    QVERIFY2(count->text().contains("No interaction matches"), qPrintable(count->text()));
  }
  const QString name = QString::fromStdString(window_->session().choice().variables.front().all().front().name);
  filter->setText(name);
  QVERIFY(panel->model().rowCount() > 0);
  for (int row = 0; row < panel->model().rowCount(); ++row) {
    const auto& shown = panel->model();
    QVERIFY((shown.at(row).coalition & 1u) != 0);
    const QString told = shown.data(shown.index(row, InteractionsModel::variablesColumn)).toString();
    QVERIFY2(told.contains(name) || told.startsWith("all"), qPrintable(told));
  }
  filter->clear();
  QVERIFY(!count->text().contains("No interaction"));
}

void WindowTest::keysStayWithThePlayerAfterReset() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  editItem(2);
  auto* reset = find<QAbstractButton>("resetVariables");
  QTRY_VERIFY(reset->isEnabled());
  waitFor(SessionState::finished);
  reset->setFocus();
  reset->click();
  QTRY_VERIFY(!reset->isEnabled());
  QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) == nullptr);
}

void WindowTest::commandsAreFoundByTheirNames() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  QVERIFY(window_->actions().normalize->isChecked());
  press(Qt::Key_K, Qt::ControlModifier);
  auto* search = window_->findChild<QDialog*>("commandSearch");
  QVERIFY(search != nullptr && search->isVisible());
  auto* words = search->findChild<QLineEdit*>();
  auto* list = search->findChild<QListWidget*>();
  QVERIFY(list->count() > 40);
  QTest::keyClicks(words, "view normal");
  QCOMPARE(list->count(), 1);
  QTest::keyClick(words, Qt::Key_Return);
  QVERIFY(!window_->actions().normalize->isChecked());
  QTRY_VERIFY(window_->findChild<QDialog*>("commandSearch") == nullptr);
}

void WindowTest::aRunOpensAsItWasLeft() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const int n = window_->session().choice().count();
  editItem(2);
  compute();
  waitFor(SessionState::finished);
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().analysis() != nullptr, patience);
  window_->playhead().moveTo(2);
  window_->actions().normalize->setChecked(false);
  auto* tabs = window_->findChild<AnalysisTabs*>();
  tabs->openPage("salience");
  const auto results = window_->session().results();
  // In another window, as after a new start.
  window_->close();
  window_ = std::make_unique<MainWindow>(
      app::WindowOptions{folder_->filePath("results").toStdString(), folder_->filePath("settings.ini")});
  window_->show();
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  QCOMPARE(window_->session().choice().count(), n - 1);
  QCOMPARE(window_->session().results().filename().string(), results.filename().string());
  QTRY_COMPARE(window_->playhead().spot().nearest(), std::size_t{2});
  QVERIFY(!window_->actions().normalize->isChecked());
  QCOMPARE(window_->findChild<AnalysisTabs*>()->openPageName(), std::string("salience"));
}

void WindowTest::namesOutOfFilesAreNoMarkup() {
  const QString folder = folder_->filePath("tiny");
  QByteArray described = fileBytes(folder + "/run.json");
  described.replace("\"tiny\"", "\"<unk>\"");
  writeFile(folder + "/run.json", described);
  open(folder);
  QCOMPARE(find<QLabel>("runName")->text(), QString("<unk>"));
  waitFor(SessionState::finished);
  window_->actions().aboutRun->trigger();
  const auto labels = window_->findChildren<QLabel*>();
  QVERIFY(labels.size() > 20);
  for (const QLabel* label : labels) {
    const bool ofTheForm = label->text() == label->text().toHtmlEscaped();
    QVERIFY2(label->textFormat() != Qt::AutoText || ofTheForm, qPrintable(label->objectName() + label->text()));
  }
  QCOMPARE(find<QLabel>("runName")->textFormat(), Qt::PlainText);
  QVERIFY(!Qt::mightBeRichText(find<QLabel>("interactionsPlace")->text()) ||
          find<QLabel>("interactionsPlace")->textFormat() == Qt::PlainText);
}

void WindowTest::whatCannotBeOpenedIsShownWithAWayOn() {
  const QString folder = folder_->filePath("no run");
  QDir().mkpath(folder);
  writeFile(folder + "/notes.txt", "nothing to see");
  window_->open(folder.toStdString());
  auto* page = find<QWidget>("closedPage");
  QTRY_VERIFY(page->isVisible());
  QCOMPARE(find<QLabel>("closedWhy")->text(), window_->notice());
  QCOMPARE(find<QListWidget>("closedFiles")->item(0)->text(), QString("notes.txt"));
  QVERIFY(window_->actions().aboutRun->isEnabled());
  window_->actions().aboutRun->trigger();
  auto* questions = window_->findChild<QDialog*>("runQuestions");
  QVERIFY(questions != nullptr);
  QTRY_VERIFY(questions->findChild<QLabel*>("tried")->text().contains("checkpoint"));
  questions->reject();
  // What its author wrote into run.json stands there still: it is not offered to be written over.
  writeFile(folder + "/run.json", "{ \"name\": \"mine\", }");
  window_->open(folder.toStdString());
  QTRY_VERIFY(window_->notice().contains("run.json"));
  QVERIFY(page->isVisible());
  QVERIFY(!window_->actions().aboutRun->isEnabled());
  open(folder_->filePath("tiny"));
  QVERIFY(!page->isVisible());
  waitFor(SessionState::finished);
}

void WindowTest::failedComputationIsNotWaitedFor() {
  writeFile(folder_->filePath("tiny/model.pt"), "no network at all");
  open(folder_->filePath("tiny"));
  QTRY_VERIFY_WITH_TIMEOUT(!window_->session().busy(), patience);
  QCOMPARE(window_->session().track().doneCount(), std::size_t{0});
  QVERIFY(find<QLabel>("interactionsPlace")->text().contains("ailed"));
  QVERIFY(find<QLabel>("valuesPlace")->text().contains("ailed"));
}

/// Qt 6.4 crashes where they are dragged into another.
void WindowTest::tabsOfDocksKeepTheirOrder() {
  window_->actions().resetLayout->trigger();
  QTest::qWait(50);
  int tabs = 0;
  for (const QTabBar* bar : window_->findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
    QVERIFY(!bar->isMovable());
    tabs += bar->count();
  }
  QVERIFY(tabs >= 2);
}

QTEST_MAIN(WindowTest)
#include "tst_window.moc"
