// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/sample_set.h"
#include "tests/core/input/failure.h"
#include "tests/core/near.h"

#include <limits>

using namespace spindle;
using spindle::test::failsWith;

class SampleSetTest : public QObject {
  Q_OBJECT
 private slots:
  void channelOfAndPlace_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QList<qint64>>("shape");
    QTest::addColumn<int>("element");
    QTest::addColumn<int>("channel");
    QTest::addColumn<QString>("place");
    QTest::newRow("image") << 0 << QList<qint64>{3, 4, 5} << 47 << 2 << "channel 2, row 1, column 2";
    QTest::newRow("table") << 1 << QList<qint64>{9} << 7 << 7 << "column 7";
    QTest::newRow("text") << 2 << QList<qint64>{9} << 7 << 0 << "token 7";
    QTest::newRow("points") << 3 << QList<qint64>{9, 3} << 7 << 1 << "point 2, coordinate 1";
  }
  void channelOfAndPlace() {
    QFETCH(int, kind);
    QFETCH(QList<qint64>, shape);
    QFETCH(int, element);
    InputFormat format;
    format.kind = static_cast<InputKind>(kind);
    format.shape.assign(shape.begin(), shape.end());
    QTEST(static_cast<int>(format.channelOf(static_cast<std::size_t>(element))), "channel");
    QTEST(QString::fromStdString(format.place(static_cast<std::size_t>(element))), "place");
  }

  // Golden: numpy, np.float32((raw - mean) / std) with float64 arithmetic.
  void normalizationIsDoubleRoundedOnce() {
    InputFormat format{InputKind::image, {2, 1, 2}, {0.286, 0.1307}, {0.353, 0.3081}};
    const double raw = 0.7;
    for (std::size_t e = 0; e < 4; ++e) {
      const double mean = e < 2 ? 0.286 : 0.1307, std = e < 2 ? 0.353 : 0.3081;
      QCOMPARE(format.normalized(raw, e), static_cast<float>((raw - mean) / std));
    }
    format.mean = {0.5};
    format.std = {};
    QCOMPARE(format.normalized(0.75, 3), 0.25F);
    format.mean = {};
    QCOMPARE(format.normalized(0.75, 3), 0.75F);
  }

  void badFormats_data() {
    QTest::addColumn<QList<qint64>>("shape");
    QTest::addColumn<QList<double>>("mean");
    QTest::addColumn<QList<double>>("std");
    QTest::addColumn<QString>("part");
    QTest::newRow("rank") << QList<qint64>{28, 28} << QList<double>{} << QList<double>{} << "[28, 28]";
    QTest::newRow("zero") << QList<qint64>{1, 0, 28} << QList<double>{} << QList<double>{} << "[1, 0, 28]";
    QTest::newRow("overflow") << QList<qint64>{1LL << 31, 1LL << 31, 4} << QList<double>{} << QList<double>{} << "2^31";
    QTest::newRow("two means for three channels")
        << QList<qint64>{3, 2, 2} << QList<double>{0, 0} << QList<double>{} << "mean has 2 values";
    QTest::newRow("std of zero") << QList<qint64>{3, 2, 2} << QList<double>{} << QList<double>{0} << "above 0";
    QTest::newRow("mean NaN") << QList<qint64>{3, 2, 2} << QList<double>{std::numeric_limits<double>::quiet_NaN()}
                              << QList<double>{} << "finite";
  }
  void badFormats() {
    QFETCH(QList<qint64>, shape);
    QFETCH(QList<double>, mean);
    QFETCH(QList<double>, std);
    QFETCH(QString, part);
    const InputFormat format{
        InputKind::image, {shape.begin(), shape.end()}, {mean.begin(), mean.end()}, {std.begin(), std.end()}};
    QVERIFY(failsWith([&] { format.check(); }, {part}));
  }

  void badSamplesAreNamed() {
    const InputFormat image{InputKind::image, {1, 2, 2}, {}, {}};
    const float nan = std::numeric_limits<float>::quiet_NaN();
    Sample sample{{0, 0, nan, 0}, 0, "boot", Split::unknown, {}, {}};
    QVERIFY(failsWith([&] { checkSample(sample, image); }, {"\"boot\"", "nan", "row 1, column 0"}));
    sample.values = {0, 1, 2};
    QVERIFY(failsWith([&] { checkSample(sample, image); }, {"3 values", "[1, 2, 2]"}));
    QVERIFY(failsWith([&] { checkSample(sample, image, {}, {1, 1, 3}); }, {"[1, 1, 3]", "[1, 2, 2]"}));
    const InputFormat table{InputKind::tabular, {3}, {}, {}};
    sample.values = {0, std::numeric_limits<float>::infinity(), 2};
    QVERIFY(failsWith([&] { checkSample(sample, table, {"a", "age", "b"}); }, {"inf", "\"age\""}));
  }

  void kindsHaveNames() {
    for (const auto kind : {InputKind::image, InputKind::tabular, InputKind::text, InputKind::points}) {
      QVERIFY(inputKindFrom(toText(kind)) == kind);
    }
    QVERIFY(failsWith([] { (void)inputKindFrom("audio"); }, {"audio", "points"}));
  }
};

QTEST_APPLESS_MAIN(SampleSetTest)
#include "tst_sample_set.moc"
