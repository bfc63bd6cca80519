// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/value_function.h"
#include "tests/core/game/games.h"

#include <QTest>

#include <algorithm>

using namespace spindle;
using namespace spindle::test;

namespace {

class CountingGame : public ValueFunction {
 public:
  explicit CountingGame(int n) : n_(n) {}
  [[nodiscard]] int variables() const override { return n_; }
  void evaluate(std::span<const Coalition> coalitions, std::span<double> scores) const override {
    largest = std::max(largest, coalitions.size());
    ++calls;
    std::ranges::transform(coalitions, scores.begin(), [](Coalition t) { return 3.0 * t - 1.0; });
  }
  mutable std::size_t largest = 0;
  mutable int calls = 0;

 private:
  int n_;
};

class StopAfter : public RunControl {
 public:
  explicit StopAfter(int questions) : left_(questions) {}
  [[nodiscard]] bool stopRequested() const override { return left_-- <= 0; }

 private:
  mutable int left_;
};

}  // namespace

class TestValueFunction : public QObject {
  Q_OBJECT

 private slots:
  void tabulateAsksForEveryCoalitionInBatches_data() {
    QTest::addColumn<int>("n");
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("calls");
    QTest::newRow("no variable") << 0 << 256 << 1;
    QTest::newRow("one batch") << 5 << 256 << 1;
    QTest::newRow("even batches") << 5 << 8 << 4;
    QTest::newRow("a smaller last batch") << 5 << 12 << 3;
    QTest::newRow("one at a time") << 3 << 1 << 8;
    QTest::newRow("batch zero means one") << 3 << 0 << 8;
  }
  void tabulateAsksForEveryCoalitionInBatches() {
    QFETCH(int, n);
    QFETCH(int, batch);
    QFETCH(int, calls);
    const CountingGame game(n);
    const auto table = tabulate(game, RunControl(), static_cast<std::size_t>(batch));
    QCOMPARE(table, tableOf(n, [](Coalition t) { return 3.0 * t - 1.0; }));
    QCOMPARE(game.calls, calls);
    QVERIFY(game.largest <= static_cast<std::size_t>(std::max(batch, 1)));
  }

  void tabulateStopsBetweenBatches() {
    const CountingGame game(6);
    QVERIFY_EXCEPTION_THROWN(tabulate(game, StopAfter(3), 8), Stopped);
    QCOMPARE(game.calls, 3);
  }
};

QTEST_APPLESS_MAIN(TestValueFunction)
#include "tst_value_function.moc"
