// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/order_bars_layout.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace spindle;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Three orders: totals +3, +1, +0 and -1, -4, -0.5.
OrderBarsData threeOrders() {
  OrderBarsData data;
  data.strength.andPositive = {2.0, 1.0, 0.0};
  data.strength.orPositive = {1.0, 0.0, 0.0};
  data.strength.andNegative = {-1.0, -3.0, -0.25};
  data.strength.orNegative = {0.0, -1.0, -0.25};
  data.strength.samples = 7;
  data.measured = data.strength;
  data.whole = 20.0;
  return data;
}

}  // namespace

class OrderBarsLayoutTest : public QObject {
  Q_OBJECT

 private slots:
  void barsAreTheStrengthsOfBothKinds_data() {
    QTest::addColumn<int>("order");
    QTest::addColumn<bool>("positive");
    QTest::addColumn<QRectF>("bar");
    QTest::newRow("first, up") << 1 << true << QRectF(0.65, 0.0, 0.7, 3.0);
    QTest::newRow("second, up") << 2 << true << QRectF(1.65, 0.0, 0.7, 1.0);
    QTest::newRow("second, down") << 2 << false << QRectF(1.65, 0.0, 0.7, -4.0);
    QTest::newRow("third, nothing up") << 3 << true << QRectF(2.65, 0.0, 0.7, 0.0);
    QTest::newRow("before the first") << 0 << true << QRectF();
    QTest::newRow("after the last") << 4 << false << QRectF();
  }
  void barsAreTheStrengthsOfBothKinds() {
    QFETCH(int, order);
    QFETCH(bool, positive);
    QTEST(orderBarsLayout(threeOrders()).bar(order, positive), "bar");
  }

  void aPointerMeansTheNearestOrder_data() {
    QTest::addColumn<double>("x");
    QTest::addColumn<int>("order");
    QTest::newRow("left of all") << 0.4 << 0;
    QTest::newRow("left edge of the first") << 0.51 << 1;
    QTest::newRow("between bars, nearer to the first") << 1.45 << 1;
    QTest::newRow("middle of the second") << 2.0 << 2;
    QTest::newRow("right edge of the last") << 3.49 << 3;
    QTest::newRow("right of all") << 3.6 << 0;
  }
  void aPointerMeansTheNearestOrder() {
    QFETCH(double, x);
    QTEST(orderBarsLayout(threeOrders()).orderAt(x), "order");
  }

  /// From the smaller to the larger end of each bar; none where both ends agree, none between checkpoints.
  void bracketsSpanTheEndsOfTheTieBreak() {
    OrderBarsData data = threeOrders();
    data.ties.emplace(data.strength, data.strength);
    QVERIFY(orderBarsLayout(data).brackets.empty());
    data.ties->second.andPositive[0] = 1.5;  // 3 and 2.5
    data.ties->second.orNegative[1] = -2.0;  // -4 and -5
    const auto brackets = orderBarsLayout(data).brackets;
    QCOMPARE(brackets.size(), std::size_t{2});
    QCOMPARE(brackets[0].place, 1.4);
    QCOMPARE(brackets[0].low, 2.5);
    QCOMPARE(brackets[0].high, 3.0);
    QCOMPARE(brackets[1].low, -5.0);
    QCOMPARE(brackets[1].high, -4.0);
    QVERIFY(orderBarText(data, 1, true).contains("Equally sparse decompositions: strength 2.50 to 3.00."));
    data.real = false;
    QVERIFY(orderBarsLayout(data).brackets.empty());
  }

  void theAxisHoldsAllOrders() {
    const OrderBarsLayout layout = orderBarsLayout(threeOrders());
    QCOMPARE(layout.left, 0.5);
    QCOMPARE(layout.right, 3.5);
    QCOMPARE(layout.strongest, 2);  // 5 against 4
    const OrderBarsLayout nothing = orderBarsLayout({});
    QCOMPARE(nothing.right, 1.5);
    QCOMPARE(nothing.strongest, 0);
    QCOMPARE(nothing.orderAt(1.0), 0);
  }

  void theAxisOfStrengthHasAMargin_data() {
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("bottom");
    QTest::addColumn<double>("top");
    QTest::newRow("both signs") << -1.0 << 3.0 << -1.24 << 3.24;
    QTest::newRow("one sign") << 0.0 << 1.0 << -0.06 << 1.06;
    QTest::newRow("nothing") << 0.0 << 0.0 << -1.12 << 1.12;
    QTest::newRow("not known") << unknown << 1.0 << -1.12 << 1.12;
    QTest::newRow("reversed") << 2.0 << 1.0 << -1.12 << 1.12;
  }
  void theAxisOfStrengthHasAMargin() {
    QFETCH(double, low);
    QFETCH(double, high);
    const auto [bottom, top] = strengthAxis(low, high);
    QTEST(bottom, "bottom");
    QTEST(top, "top");
  }

  void errorsStandOnBarsThatAreThere() {
    OrderBarsData data = threeOrders();
    data.positiveErrors = {0.1, unknown, 0.3};  // the third bar has no height
    data.negativeErrors = {0.4, 0.5};           // not known for the third
    const OrderBarsLayout layout = orderBarsLayout(data);
    QCOMPARE(layout.errors[0].size(), std::size_t{1});
    QCOMPARE(layout.errors[0][0].order, 1.0);
    QCOMPARE(layout.errors[0][0].value, 3.0);
    QCOMPARE(layout.errors[0][0].size, 0.1);
    QCOMPARE(layout.errors[1].size(), std::size_t{2});
    QCOMPARE(layout.errors[1][1].order, 2.0);
    QCOMPARE(layout.errors[1][1].value, -4.0);
    QCOMPARE(layout.errors[1][1].size, 0.5);
  }

  void bandsAreMeanAndDeviationOfTheDraws() {
    OrderBarsData data = threeOrders();
    data.positiveBand = {{2.5, 0.5}, {1.0, 0.0}, {0.0, unknown}};
    data.negativeBand = {{-1.0, 0.25}, {-4.0, 1.0}, {0.0, 0.0}, {9.0, 9.0}};  // the fourth order is not shown
    const OrderBarsLayout layout = orderBarsLayout(data);
    QCOMPARE(layout.bands.size(), std::size_t{3});
    QCOMPARE(layout.bands[0], QRectF(0.53, 2.0, 0.94, 1.0));
    QCOMPARE(layout.bands[1], QRectF(0.53, -1.25, 0.94, 0.5));
    QCOMPARE(layout.bands[2], QRectF(1.53, -5.0, 0.94, 2.0));
  }

  void betweenCheckpointsThereAreNoErrors() {
    OrderBarsData data = threeOrders();
    data.positiveErrors = data.negativeErrors = {0.1, 0.1, 0.1};
    data.positiveBand = data.negativeBand = {{1.0, 0.5}};
    data.real = false;
    const OrderBarsLayout layout = orderBarsLayout(data);
    QVERIFY(layout.errors[0].empty() && layout.errors[1].empty());
    QVERIFY(layout.bands.empty());
    QCOMPARE(layout.bar(1, true).height(), 3.0);
  }

  void anOrderIsLitWhereItIs_data() {
    QTest::addColumn<int>("lit");
    QTest::addColumn<bool>("shown");
    QTest::newRow("none") << 0 << false;
    QTest::newRow("first") << 1 << true;
    QTest::newRow("last") << 3 << true;
    QTest::newRow("of another run") << 4 << false;
  }
  void anOrderIsLitWhereItIs() {
    QFETCH(int, lit);
    OrderBarsData data = threeOrders();
    data.lit = lit;
    const OrderBarsLayout layout = orderBarsLayout(data);
    QTEST(layout.lit.has_value(), "shown");
    if (layout.lit) QCOMPARE(*layout.lit, std::pair(lit - 0.5, lit + 0.5));
  }

  void thePinnedStrengthIsOutlined() {
    OrderBarsData data = threeOrders();
    QVERIFY(orderBarsLayout(data).outlines[0].empty());
    data.pinned = threeOrders().strength;
    data.strength = {};  // whatever is shown
    const OrderBarsLayout layout = orderBarsLayout(data);
    QCOMPARE(layout.outlines[0], (std::vector<double>{3.0, 1.0, 0.0}));
    QCOMPARE(layout.outlines[1], (std::vector<double>{-1.0, -4.0, -0.5}));
  }

  void theTextTellsWhatIsKnown() {
    OrderBarsData data = threeOrders();
    QCOMPARE(orderBarText(data, 2, false),
             QString("Order 2, negative: share 20 % of the total strength, strength \u22124.00 (AND \u22123.00, OR "
                     "\u22121.00)."));
    QVERIFY(orderBarText(data, 2, true).contains("share 5.0 %"));
    QVERIFY(orderBarText(data, 0, true).isEmpty());
    QVERIFY(orderBarText(data, 4, true).isEmpty());
    data.negativeErrors = {0.1, 0.5};
    data.negativeBand = {{-1.0, 0.25}, {-4.0, 1.0}};
    data.pinned = data.strength;
    data.pinnedName = "step 3";
    data.shares = true;
    const QString full = orderBarText(data, 2, false);
    QVERIFY2(full.endsWith(" Mean of 7 samples; s.e. of the share: 0.500. Over variable selections: share \u22124.00 "
                           "\u00b1 1.00. Pinned (step 3): share \u22124.00."),
             qPrintable(full));
    data.real = false;
    const QString between = orderBarText(data, 2, false);
    QVERIFY2(between.contains(" Interpolated between two checkpoints. Pinned"), qPrintable(between));
  }

  void aSecondRunStandsBesideTheFirst() {
    OrderBarsData data = threeOrders();
    data.name = "one";
    data.besideName = "other";
    data.beside =
        OrderStrength{{1.0, 0.0, 0.0, 2.0}, {0.0, -5.0, 0.0, 0.0}, {0.0, 0.0, 0.0, 0.5}, {0.0, 0.0, 0.0, 0.0}};
    const OrderBarsLayout layout = orderBarsLayout(data);
    QCOMPARE(layout.orders, 4);
    QCOMPARE(layout.right, 4.5);
    QCOMPARE(layout.besideBars[0], (std::vector<double>{1.0, 0.0, 0.0, 2.0}));
    const QRectF first = layout.bar(2, false);
    QVERIFY(first.right() < 2.0 && first.left() > 1.5);  // left of its order, and not over its neighbor's
    QVERIFY(layout.shift + 0.5 * layout.width < 0.5 && 2.0 * layout.shift >= layout.width);
    QCOMPARE(first.height(), -4.0);
    QVERIFY2(orderBarText(data, 2, false).endsWith(" other: strength \u22125.00."),
             qPrintable(orderBarText(data, 2, false)));
    data.differences = true;
    const OrderBarsLayout difference = orderBarsLayout(data);
    QVERIFY(difference.besideBars[0].empty());
    QCOMPARE(difference.shift, 0.0);
    // Totals 4, 5, 0.5 and 1, 5, 0, 2.5.
    QCOMPARE(difference.bar(1, false).height(), -3.0);
    QCOMPARE(difference.bar(2, true).height(), 0.0);
    QCOMPARE(difference.bar(4, true).height(), 2.5);
    QVERIFY2(orderBarText(data, 1, true).contains("of other 1.00, of one 4.00; difference \u22123.00"),
             qPrintable(orderBarText(data, 1, true)));
  }

  void theSpreadOverSamplesIsABoxOnItsBar() {
    OrderBarsData data = threeOrders();
    QVERIFY(orderBarsLayout(data).spreads.empty());
    data.positiveSpread = {{1.0, 4.0}, {0.0, 0.0}, {0.0, 0.25}};
    const OrderBarsLayout layout = orderBarsLayout(data);
    QCOMPARE(layout.spreads.size(), std::size_t{2});  // not where all samples have the same
    QCOMPARE(layout.spreads[0].top(), 1.0);
    QCOMPARE(layout.spreads[0].height(), 3.0);
    QCOMPARE(layout.spreads[0].center().x(), 1.0);
    QVERIFY(orderBarText(data, 1, true).endsWith(" Middle 80 % of the samples: strength 1.00 to 4.00."));
    data.real = false;
    QVERIFY(orderBarsLayout(data).spreads.empty());
  }
};

QTEST_GUILESS_MAIN(OrderBarsLayoutTest)
#include "tst_order_bars_layout.moc"
