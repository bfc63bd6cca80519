// SPDX-License-Identifier: GPL-3.0-or-later
// What the window opens, what it cannot open, and what fails on the way.
#include "tests/app/window_fixture.h"
#include "ui/panels/interactions_panel.h"

#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QListWidget>

using namespace spindle;
using namespace spindle::test;

class WindowOpeningTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void opensResultsAlone();
  void tellsWhatItCannotOpen();
  void badCheckpointIsMarkedAndTheOthersGoOn();
  void whatCannotBeOpenedIsShownWithAWayOn();
  void failedComputationIsNotWaitedFor();
  void namesOutOfFilesAreNoMarkup();
};

void WindowOpeningTest::opensResultsAlone() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  const OrderStrength before = window_->session().track().point(2)->strength;
  const QString copy = folder_->filePath("copy.h5");
  QVERIFY(QFile::copy(QString::fromStdString(window_->session().results().string()), copy));
  window_->open(copy.toStdString());
  waitFor(SessionState::finished);
  QVERIFY(window_->session().facts()->resultsOnly);
  QCOMPARE(window_->session().track().doneCount(), window_->session().track().size());
  QCOMPARE(window_->session().track().point(2)->strength.andPositive, before.andPositive);
  QVERIFY(!window_->actions().compute->isEnabled());
  auto* panel = window_->findChild<InteractionsPanel*>();
  QTRY_VERIFY(panel->model().rowCount() > 0);
}

void WindowOpeningTest::tellsWhatItCannotOpen() {
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

void WindowOpeningTest::badCheckpointIsMarkedAndTheOthersGoOn() {
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

void WindowOpeningTest::whatCannotBeOpenedIsShownWithAWayOn() {
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

void WindowOpeningTest::failedComputationIsNotWaitedFor() {
  writeFile(folder_->filePath("tiny/model.pt"), "no network at all");
  open(folder_->filePath("tiny"));
  QTRY_VERIFY_WITH_TIMEOUT(!window_->session().busy(), patience);
  QCOMPARE(window_->session().track().doneCount(), std::size_t{0});
  QVERIFY(find<QLabel>("interactionsPlace")->text().contains("ailed"));
  QVERIFY(find<QLabel>("valuesPlace")->text().contains("ailed"));
}

void WindowOpeningTest::namesOutOfFilesAreNoMarkup() {
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

QTEST_MAIN(WindowOpeningTest)
#include "tst_window_opening.moc"
