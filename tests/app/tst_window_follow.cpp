// SPDX-License-Identifier: GPL-3.0-or-later
// The window follows a run whose training still writes, and trains one itself.
#include "app/train_dialog.h"
#include "core/results/open_results.h"
#include "tests/app/window_fixture.h"
#include "ui/panels/interactions_panel.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QToolButton>

#include <cmath>

using namespace spindle;
using namespace spindle::test;
using namespace std::chrono_literals;

class WindowFollowTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void newCheckpointsJoinTheTrack();
  void theUserIsNotMoved();
  void whatFailedIsTriedAgainWhenItChanges();
  void anotherTrainingTakesThePlace();
  void trainsAndFollows();

 private:
  void put(const QString& name) { QFile::copy(golden("tiny/") + name, folder_->filePath("tiny/" + name)); }
  void takeAway(const QString& name) { QFile::remove(folder_->filePath("tiny/" + name)); }
  void follow() {
    window_->session().follower().setInterval(20ms);
    window_->actions().followRun->trigger();
    QVERIFY(window_->session().following());
  }
  QString line() { return find<QLabel>("progressText")->text(); }
  /// The numbers are those of the same folder opened when all is there.
  void compareWithTheWhole() {
    DynamicsSession whole(folder_->filePath("others").toStdString());
    whole.open(window_->session().facts()->place);
    QTRY_COMPARE_WITH_TIMEOUT(whole.state(), SessionState::finished, patience);
    const DynamicsTrack &a = window_->session().track(), &b = whole.track();
    QCOMPARE(a.size(), b.size());
    for (std::size_t c = 0; c < a.size(); ++c) {
      QCOMPARE(a.checkpoint(c).name, b.checkpoint(c).name);
      QCOMPARE(a.checkpoint(c).trainLoss, b.checkpoint(c).trainLoss);
      QVERIFY2(a.state(c) == TickState::done && b.state(c) == TickState::done, a.checkpoint(c).name.c_str());
    }
    const auto followed = openResults(window_->session().results()), once = openResults(whole.results());
    for (std::size_t c = 0; c < a.size(); ++c) {
      for (std::size_t s = 0; s < once->header().samples(); ++s) {
        const auto x = followed->pair(c, s).values.values(), y = once->pair(c, s).values.values();
        QVERIFY(std::equal(x.begin(), x.end(), y.begin(), y.end()));
      }
    }
  }
};

void WindowFollowTest::newCheckpointsJoinTheTrack() {
  takeAway("epoch5.pt");
  takeAway("epoch10.pt");
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  QCOMPARE(window_->session().track().size(), std::size_t{2});
  follow();
  QVERIFY(window_->actions().followRun->isChecked());
  QVERIFY(window_->actions().follow->isChecked());
  QTRY_VERIFY2_WITH_TIMEOUT(line().contains("waiting for the next"), qPrintable(line()), patience);
  // Half of it is waited for, and told.
  const QByteArray whole = fileBytes(golden("tiny/epoch5.pt"));
  writeFile(folder_->filePath("tiny/epoch5.pt"), whole.left(whole.size() / 2));
  QTRY_VERIFY2_WITH_TIMEOUT(line().contains("epoch5.pt"), qPrintable(line()), patience);
  QCOMPARE(window_->session().track().size(), std::size_t{2});
  writeFile(folder_->filePath("tiny/epoch5.pt"), whole);
  waitForPoints(3);
  QTRY_COMPARE(window_->playhead().spot().nearest(), std::size_t{2});
  put("epoch10.pt");
  waitForPoints(4);
  QTRY_COMPARE(window_->playhead().spot().nearest(), std::size_t{3});
  auto* panel = window_->findChild<InteractionsPanel*>();
  QTRY_VERIFY(panel->model().rowCount() > 0);
  QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("interactionsPlace")->text().contains("10"), patience);
  QTRY_COMPARE_WITH_TIMEOUT(window_->session().state(), SessionState::finished, patience);
  QTRY_VERIFY(window_->session().analysis() != nullptr);
  compareWithTheWhole();
  QCOMPARE(window_->notice(), QString());
  window_->actions().cancel->trigger();
  QVERIFY(!window_->session().following());
  QVERIFY(!window_->actions().followRun->isChecked());
  // Opened again it is all there.
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  QVERIFY(window_->session().allStored());
}

void WindowFollowTest::theUserIsNotMoved() {
  takeAway("epoch10.pt");
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  follow();
  window_->playhead().moveTo(0);
  QVERIFY(!window_->actions().follow->isChecked());
  QVERIFY(window_->session().following());
  put("epoch10.pt");
  waitForPoints(4);
  QCOMPARE(window_->playhead().spot().nearest(), std::size_t{0});
  // A log that is written anew changes the curves, not the numbers.
  QByteArray log = fileBytes(golden("tiny/metrics.csv"));
  writeFile(folder_->filePath("tiny/metrics.csv"), log.replace("0.45269596576690674", "0.25"));
  QTRY_COMPARE_WITH_TIMEOUT(window_->session().track().checkpoint(3).trainLoss, 0.25, patience);
  waitFor(SessionState::finished);
  // What is deleted stays.
  takeAway("epoch1.pt");
  QTest::qWait(200);
  QCOMPARE(window_->session().track().size(), std::size_t{4});
  QCOMPARE(window_->session().track().doneCount(), std::size_t{4});
}

void WindowFollowTest::whatFailedIsTriedAgainWhenItChanges() {
  const QString last = folder_->filePath("tiny/epoch10.pt");
  takeAway("epoch10.pt");
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  follow();
  QFile::copy(QStringLiteral(SPINDLE_GOLDEN_DIR "/model/chain_lenet.pth"), last);
  const DynamicsTrack& track = window_->session().track();
  QTRY_VERIFY_WITH_TIMEOUT(track.size() == 4 && track.state(3) == TickState::failed, patience);
  waitFor(SessionState::finished);
  writeFile(last, fileBytes(golden("tiny/epoch10.pt")));
  QTRY_VERIFY_WITH_TIMEOUT(track.state(3) == TickState::done, patience);
  QTRY_COMPARE_WITH_TIMEOUT(window_->session().state(), SessionState::finished, patience);
  compareWithTheWhole();
}

void WindowFollowTest::anotherTrainingTakesThePlace() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  follow();
  window_->playhead().moveTo(3);
  const OrderStrength before = window_->session().track().point(0)->strength;
  for (const char* name : {"epoch1.pt", "epoch2.pt", "epoch5.pt", "epoch10.pt"}) takeAway(name);
  QTest::qWait(100);
  QFile::copy(golden("tiny/epoch5.pt"), folder_->filePath("tiny/epoch1.pt"));
  QTRY_COMPARE_WITH_TIMEOUT(window_->session().track().size(), std::size_t{1}, patience);
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().track().point(0) != nullptr &&
                               window_->session().track().point(0)->strength.andPositive != before.andPositive,
                           patience);
  QTRY_COMPARE_WITH_TIMEOUT(window_->session().state(), SessionState::finished, patience);
  compareWithTheWhole();
}

void WindowFollowTest::trainsAndFollows() {
  window_ =
      std::make_unique<app::MainWindow>(app::WindowOptions{.resultsFolder = folder_->filePath("results").toStdString(),
                                                           .settingsFile = folder_->filePath("settings.ini"),
                                                           .trainer = programPath()});
  window_->show();
  window_->session().follower().setInterval(20ms);
  window_->actions().trainRun->trigger();
  auto* dialog = window_->findChild<app::TrainDialog*>();
  QVERIFY(dialog != nullptr);
  const auto type = [dialog](const char* field, const QString& text) {
    dialog->findChild<QLineEdit*>(field)->setText(text);
  };
  const auto start = [dialog] {
    for (auto* button : dialog->findChildren<QPushButton*>()) {
      if (button->isDefault()) return button->click();
    }
  };
  const QString folder = folder_->filePath("trained");
  type("trainFolder", folder);
  type("steps", "200000");
  type("checkpoints", "9");
  type("label-noise", "2");
  start();
  auto* problem = dialog->findChild<QLabel*>("trainProblem");
  QTRY_VERIFY2_WITH_TIMEOUT(problem->text().contains("label noise"), qPrintable(problem->text()), patience);
  type("label-noise", "0.2");
  start();
  QTRY_VERIFY_WITH_TIMEOUT(window_->session().following(), patience);
  waitForPoints(2);
  QVERIFY(find<QLabel>("trainingText")->isVisible());
  find<QToolButton>("stopTraining")->click();
  QTRY_VERIFY_WITH_TIMEOUT(!find<QLabel>("trainingText")->isVisible(), patience);
  QVERIFY(QFileInfo::exists(folder + "/training.state"));
  // It goes on with what was typed last, where it stopped.
  window_->actions().trainRun->trigger();
  dialog = window_->findChild<app::TrainDialog*>();
  QCOMPARE(dialog->folder(), folder);
  QVERIFY(dialog->options().contains("--resume"));
  const auto options = dialog->options();
  QVERIFY2(options.join(' ').contains("--label-noise 0.2"), qPrintable(options.join(' ')));
}

QTEST_MAIN(WindowFollowTest)
#include "tst_window_follow.moc"
