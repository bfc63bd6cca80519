// SPDX-License-Identifier: GPL-3.0-or-later
// Analyses in the window: pages, the marker of phase two, tolerances and selections of the variables.
#include "tests/app/window_fixture.h"
#include "ui/chart/chart_view.h"
#include "ui/panels/analysis_page.h"
#include "ui/panels/analysis_table.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/values_panel.h"
#include "ui/plots/timeline_plot.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSlider>

using namespace spindle;
using namespace spindle::test;

class WindowAnalysesTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(QStringLiteral(SPINDLE_BINARY_DIR "/bin/results")); }
  void cleanup() { endWindow(); }
  void markerSaysItsRule();
  void analysisPagesShowWhatWasFound();
  void tolerancesChosenDuringTheAnalysisCount();
  void anotherThresholdKeepsThePlace();
  void drawsOfTheVariablesGiveABand();
};

void WindowAnalysesTest::markerSaysItsRule() {
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

void WindowAnalysesTest::analysisPagesShowWhatWasFound() {
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

void WindowAnalysesTest::tolerancesChosenDuringTheAnalysisCount() {
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

void WindowAnalysesTest::anotherThresholdKeepsThePlace() {
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

void WindowAnalysesTest::drawsOfTheVariablesGiveABand() {
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

QTEST_MAIN(WindowAnalysesTest)
#include "tst_window_analyses.moc"
