#include "core/dynamics/phases.h"
#include "tests/core/near.h"

#include <QtTest>

#include <limits>

using namespace spindle;

namespace {
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
using Series = QVector<double>;
}  // namespace

class TestPhases : public QObject {
  Q_OBJECT

 private slots:
  void meanOrderRule_data() {
    QTest::addColumn<Series>("meanOrder");
    QTest::addColumn<int>("start");
    QTest::addRow("sharp minimum: the filter makes a tie of three") << Series{4, 3, 2, 1.5, 2, 3, 4} << 4;
    QTest::addRow("the LeNet of the notes")
        << Series{4.54, 3.93, 3.22, 1.97, 1.64, 1.69, 2.16, 2.94, 3.36, 4.43, 5.03} << 5;
    QTest::addRow("plateau: the last of it") << Series{4, 3, 1.5, 1.52, 1.5, 1.53, 1.54, 2, 3} << 6;
    QTest::addRow("just within the tie") << Series{4, 3, 2, 1.5, 1.549, 1.7, 2.5} << 4;
    QTest::addRow("just outside the tie") << Series{4, 3, 2, 1.5, 1.5, 1.551, 1.7, 2.5} << 4;
    QTest::addRow("a spike is filtered away") << Series{4, 3.5, 0.5, 3, 2.5, 2, 2.6, 3.2, 3.8} << 5;
    QTest::addRow("unknown ones are skipped, yet counted") << Series{unknown, 4, 3, unknown, 2, 2.4, unknown, 3} << 5;
    QTest::addRow("only rises: the first") << Series{1, 2, 3} << 0;
    QTest::addRow("only falls") << Series{4, 3, 2, 1} << -1;
    QTest::addRow("flat") << Series{2, 2, 2, 2} << -1;
    QTest::addRow("rises by too little") << Series{4, 3, 2, 2.1, 2.29} << -1;
    QTest::addRow("two checkpoints, rising") << Series{2, 3} << 0;
    QTest::addRow("one checkpoint") << Series{2} << -1;
    QTest::addRow("none") << Series{} << -1;
    QTest::addRow("all unknown") << Series{unknown, unknown} << -1;
  }

  void meanOrderRule() {
    QFETCH(Series, meanOrder);
    QFETCH(int, start);
    const PhaseResult result = meanOrderMinimum(meanOrder);
    QCOMPARE(result.checkpoint ? static_cast<int>(*result.checkpoint) : -1, start);
    QCOMPARE(result.rule, std::string("mean order minimum"));
    QVERIFY(result.explanation.ends_with('.'));
    QVERIFY(result.explanation.starts_with(start < 0 ? "No start" : "The mean order"));
  }

  void explanationHoldsTheNumbers() {
    QCOMPARE(
        meanOrderMinimum(Series{4, 3, 2, 1.5, 2, 3, 4.25}).explanation,
        std::string("The mean order goes from 4.00 at the first checkpoint to its minimum of 2.00 at checkpoint 5 of "
                    "7, then rises by 2.25 to 4.25 at the last."));
  }

  void strengthsOfFailedCheckpointsAreSkipped() {
    std::vector<OrderStrength> series(5);
    const double shares[] = {0.2, 0.9, 0.0, 0.8, 0.1};  // of order 1 against order 4; the third failed
    for (std::size_t t : {0u, 1u, 3u, 4u}) {
      series[t].andPositive = {shares[t], 0, 0, 1 - shares[t]};
      series[t].andNegative = series[t].orPositive = series[t].orNegative = {0, 0, 0, 0};
      series[t].samples = 1;
    }
    const PhaseResult result = phaseTwoStart(series);
    QVERIFY(result.checkpoint.has_value());
    QCOMPARE(*result.checkpoint, std::size_t{3});
  }
};

QTEST_APPLESS_MAIN(TestPhases)
#include "tst_phases.moc"
