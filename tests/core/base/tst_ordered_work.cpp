// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ordered_work.h"

#include <QTest>

#include <atomic>
#include <stdexcept>

using spindle::OrderedWork;

class OrderedWorkTest : public QObject {
  Q_OBJECT
 private slots:
  void consumesInOrder_data() {
    QTest::addColumn<int>("workers");
    for (const int workers : {1, 2, 7}) QTest::addRow("%d workers", workers) << workers;
  }
  void consumesInOrder() {
    QFETCH(int, workers);
    std::vector<std::size_t> seen;
    OrderedWork<std::size_t>::run(
        500, static_cast<std::size_t>(workers), 4,
        [](std::size_t, std::size_t item) {
          if (item % 13 == 0) std::this_thread::yield();
          return item * item;
        },
        [&](std::size_t item, std::size_t result) {
          QCOMPARE(result, item * item);
          seen.push_back(item);
        });
    QCOMPARE(seen.size(), std::size_t{500});
    for (std::size_t i = 0; i < seen.size(); ++i) QCOMPARE(seen[i], i);
  }

  void runsAheadNoFurtherThanAllowed() {
    std::atomic<std::size_t> consumed{0};
    std::atomic<bool> tooFar{false};
    OrderedWork<int>::run(
        200, 2, 5,
        [&](std::size_t, std::size_t item) {
          if (item > consumed + 5) tooFar = true;
          return 0;
        },
        [&](std::size_t item, int) { consumed = item; });
    QVERIFY(!tooFar);
  }

  void aFailedItemEndsTheWork_data() { consumesInOrder_data(); }
  void aFailedItemEndsTheWork() {
    QFETCH(int, workers);
    std::size_t consumed = 0;
    QVERIFY_EXCEPTION_THROWN(OrderedWork<int>::run(
                                 100000, static_cast<std::size_t>(workers), 4,
                                 [](std::size_t, std::size_t item) {
                                   if (item == 10) throw std::runtime_error("ten");
                                   return 0;
                                 },
                                 [&](std::size_t, int) { ++consumed; }),
                             std::runtime_error);
    QCOMPARE(consumed, std::size_t{10});
  }

  void aFailingConsumerEndsTheWork() {
    std::atomic<std::size_t> produced{0};
    QVERIFY_EXCEPTION_THROWN(OrderedWork<int>::run(
                                 100000, 3, 4,
                                 [&](std::size_t, std::size_t) {
                                   ++produced;
                                   return 0;
                                 },
                                 [](std::size_t item, int) {
                                   if (item == 3) throw std::logic_error("full");
                                 }),
                             std::logic_error);
    QVERIFY(produced < 20);
  }

  void noItemsIsNoWork() {
    OrderedWork<int>::run(
        0, 4, 1, [](std::size_t, std::size_t) { return 0; }, [](std::size_t, int) { QFAIL("nothing to consume"); });
  }
};

QTEST_APPLESS_MAIN(OrderedWorkTest)
#include "tst_ordered_work.moc"
