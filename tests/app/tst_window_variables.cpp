// SPDX-License-Identifier: GPL-3.0-or-later
// Variables edited in the window: words, columns and cells, undone, computed, and of one sample alone.
#include "tests/app/window_fixture.h"
#include "ui/panels/analysis_tabs.h"
#include "ui/panels/interactions_panel.h"
#include "ui/panels/sample_view.h"
#include "ui/plots/order_bars_plot.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>

using namespace spindle;
using namespace spindle::test;

class WindowVariablesTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void editedVariablesAreComputedWhenAsked();
  void variablesCanBePickedWithTheKeyboard();
  void keysStayWithThePlayerAfterReset();
  void oneSampleAloneIsSaidAndTakenBack();
  void aRunOpensAsItWasLeft();
  void someSamplesCanBeAveraged();

 private:
  /// Clicks the word or column with this number while editing; nothing is computed yet.
  void editItem(int row) {
    window_->actions().editVariables->setChecked(true);
    auto* list = find<QListWidget>("variableList");
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(row)).center());
  }
  void compute() { window_->actions().computeVariables->trigger(); }
};

void WindowVariablesTest::editedVariablesAreComputedWhenAsked() {
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

void WindowVariablesTest::variablesCanBePickedWithTheKeyboard() {
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

void WindowVariablesTest::keysStayWithThePlayerAfterReset() {
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

void WindowVariablesTest::oneSampleAloneIsSaidAndTakenBack() {
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

void WindowVariablesTest::aRunOpensAsItWasLeft() {
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
  window_ = std::make_unique<app::MainWindow>(
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

void WindowVariablesTest::someSamplesCanBeAveraged() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  auto* bars = find<OrderBarsPlot>("orderBars");
  auto* scope = find<QComboBox>("scope");
  QVERIFY(scope->count() > 1);
  QVERIFY(scope->currentText().startsWith("All "));
  const TrackPointPtr whole = window_->session().track().share(1);
  window_->playhead().moveTo(1);
  scope->setCurrentIndex(1);
  emit scope->activated(1);
  QVERIFY2(bars->heading().endsWith(" only"), qPrintable(bars->heading()));
  QCOMPARE(window_->session().track().point(1)->strength.samples, std::size_t{1});
  const auto position = window_->session().choice().position(window_->selection().sample());
  QCOMPARE(window_->session().track().point(1)->strength.andPositive.back(),
           whole->samples.strength(*position, SampleStrengths::andPositive).back());
  // Another sample is shown, and averaged; then all again.
  find<QComboBox>("sampleChooser")->setCurrentIndex(1);
  QCOMPARE(window_->session().scope().value, static_cast<std::int64_t>(window_->selection().sample()));
  scope->setCurrentIndex(0);
  emit scope->activated(0);
  QCOMPARE(window_->session().track().point(1)->strength.andPositive, whole->strength.andPositive);
  QVERIFY(bars->heading().contains("mean of "));
}

QTEST_MAIN(WindowVariablesTest)
#include "tst_window_variables.moc"
