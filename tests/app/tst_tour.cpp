// SPDX-License-Identifier: GPL-3.0-or-later
// The tour, by keys and by buttons, on a run that is open.
#include "tests/app/window_fixture.h"
#include "ui/panels/tour_card.h"

#include <QAction>
#include <QLabel>

using namespace spindle;
using namespace spindle::test;

class TourTest : public WindowFixture {
  Q_OBJECT

 private slots:
  void initTestCase() { beginTests(); }
  void init() { showWindow(); }
  void cleanup() { endWindow(); }
  void leadsThroughTheWindow();
  void isLeftAtAnyStep();
};

void TourTest::leadsThroughTheWindow() {
  QVERIFY(!window_->actions().tour->isEnabled());
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  window_->actions().tour->trigger();
  auto* card = window_->findChild<TourCard*>();
  QVERIFY(card != nullptr);
  QStringList titles;
  for (std::size_t step = 0; step < 6; ++step) {
    QCOMPARE(card->step(), step);
    titles << card->findChild<QLabel*>("tourTitle")->text();
    QVERIFY(window_->rect().contains(card->geometry()));
    QVERIFY(card->findChild<QLabel*>("tourText")->height() >=
            card->findChild<QLabel*>("tourText")->heightForWidth(card->findChild<QLabel*>("tourText")->width()));
    if (step == 2) QCOMPARE(window_->playhead().spot().nearest(), std::size_t{0});
    if (step == 4) QCOMPARE(window_->playhead().spot().nearest(), std::size_t{3});
    if (step < 5) QTest::keyClick(card, step % 2 == 0 ? Qt::Key_Right : Qt::Key_Return);
  }
  titles.removeDuplicates();
  QCOMPARE(titles.size(), 6);
  QTest::keyClick(card, Qt::Key_Left);
  QCOMPARE(card->step(), std::size_t{4});
  QCOMPARE(window_->playhead().spot().nearest(), std::size_t{3});  // Left was the tour's
  card->go(5);
  QTest::keyClick(card, Qt::Key_Right);
  QTRY_VERIFY(window_->findChild<TourCard*>() == nullptr);
}

void TourTest::isLeftAtAnyStep() {
  open(folder_->filePath("tiny"));
  waitFor(SessionState::finished);
  window_->actions().tour->trigger();
  QTest::keyClick(window_->findChild<TourCard*>(), Qt::Key_Right);
  window_->resize(1024, 640);
  QTRY_VERIFY(window_->rect().contains(window_->findChild<TourCard*>()->geometry()));
  QTest::keyClick(window_->findChild<TourCard*>(), Qt::Key_Escape);
  QTRY_VERIFY(window_->findChild<TourCard*>() == nullptr);
  window_->actions().tour->trigger();
  window_->actions().tour->trigger();  // begins again
  QTRY_COMPARE(window_->findChildren<TourCard*>().size(), 1);
}

QTEST_MAIN(TourTest)
#include "tst_tour.moc"
