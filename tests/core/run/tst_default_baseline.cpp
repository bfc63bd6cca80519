// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/run/run.h"
#include "core/run/samples/default_baseline.h"
#include "tests/core/near.h"
#include "tests/core/run/run_folder.h"

#include <QTest>

#include <cmath>

using namespace spindle;
using namespace spindle::test;

namespace {

SampleSet tableOf(const std::vector<std::vector<float>>& rows, std::size_t training = 0) {
  SampleSet set;
  set.format.kind = InputKind::tabular;
  set.format.shape = {static_cast<std::int64_t>(rows.front().size())};
  for (const auto& row : rows) {
    auto& sample = set.samples.emplace_back();
    sample.values = row;
    if (training > 0) sample.split = set.samples.size() <= training ? Split::train : Split::test;
  }
  return set;
}

const Finding* found(const Run& run, Finding::Kind kind) {
  const auto& all = run.findings();
  const auto one =
      std::find_if(all.begin(), all.end(), [kind](const Finding& f) { return f.what == "baseline" && f.kind == kind; });
  return one == all.end() ? nullptr : &*one;
}

/// Eight patients: a radius around 14, a smoothness around 0.1, smokers or not.
const char* const patients =
    "radius,smoothness,smoker,target\n14.5,0.101,1,0\n13.2,0.094,0,1\n15.1,0.113,1,0\n12.8,0.089,1,1\n"
    "14.9,0.108,1,0\n13.6,0.097,0,1\n14.1,0.102,1,0\n13.8,0.096,1,1\n";

}  // namespace

class DefaultBaselineTest : public QObject {
  Q_OBJECT

 private slots:
  void meanOfAllSamples() {
    const auto baseline = tableBaseline(tableOf({{1.5F, 10}, {2.5F, 20.5F}, {3.5F, 31}}));
    QVERIFY(near(baseline.values[0], 2.5, 1e-6));
    QVERIFY(near(baseline.values[1], 20.5, 1e-6));
    QCOMPARE(baseline.source, std::string("the means of all 3 samples"));
  }

  void meanOfTheTrainingSamples() {
    const auto baseline = tableBaseline(tableOf({{1.5F}, {2.5F}, {9.5F}}, 2));
    QVERIFY(near(baseline.values[0], 2.0, 1e-6));
    QCOMPARE(baseline.source, std::string("the means of 2 training samples"));
  }

  void meanUnderInputIsThatOfTheTraining() {
    auto set = tableOf({{1.5F}, {2.5F}, {3.5F}});
    set.format.mean = {2.25};
    set.format.std = {1.0};
    QCOMPARE(tableBaseline(set).values, std::vector<double>{2.25});
    // (raw - least) / range: what stands under "mean" is no mean.
    set.format.mean = {1.5};
    QCOMPARE(tableBaseline(set).values, std::vector<double>{2.5});
  }

  // What else stands under "mean": minima of min-max scaling, medians of robust scaling.
  void onlyMeansUnderInputAreTheTrainings_data() {
    QTest::addColumn<double>("power");
    QTest::addColumn<double>("mean");
    QTest::addColumn<double>("std");
    QTest::addColumn<bool>("taken");
    QTest::newRow("mean and deviation") << 4.0 << 8.0 << 10.67 << true;
    QTest::newRow("of other samples, an error away") << 4.0 << 9.0 << 11.5 << true;
    QTest::newRow("least value and range, skewed") << 4.0 << 0.0 << 40.0 << false;
    QTest::newRow("median and quartiles, skewed") << 4.0 << 2.5 << 12.5 << false;
    QTest::newRow("median near the mean, quartiles") << 2.0 << 10.0 << 20.0 << false;
    QTest::newRow("median alone, skewed") << 4.0 << 2.5 << 0.0 << false;
  }
  void onlyMeansUnderInputAreTheTrainings() {
    QFETCH(double, power);
    QFETCH(double, mean);
    QFETCH(double, std);
    QFETCH(bool, taken);
    std::vector<std::vector<float>> rows;
    for (int i = 0; i < 100; ++i) rows.push_back({static_cast<float>(40.0 * std::pow((i + 0.5) / 100.0, power))});
    auto set = tableOf(rows);
    set.format.mean = {mean};
    if (std > 0.0) set.format.std = {std};
    const auto baseline = tableBaseline(set);
    QCOMPARE(baseline.source, std::string(taken ? "the means under \"input\"" : "the means of all 100 samples"));
    QVERIFY(near(baseline.values[0], taken ? mean : 40.0 / (power + 1.0), 1e-3));
  }

  void mostFrequentOfCategories_data() {
    QTest::addColumn<QList<float>>("column");
    QTest::addColumn<double>("expected");
    QTest::newRow("yes and no") << QList<float>{1, 1, 0, 1, 0, 1} << 1.0;
    QTest::newRow("equal counts: the smaller") << QList<float>{1, 1, 0, 1, 0, 0} << 0.0;
    QTest::newRow("standardized yes and no") << QList<float>{-0.5F, -0.5F, 2, -0.5F, 2, -0.5F} << -0.5;
    QTest::newRow("codes") << QList<float>{3, 1, 2, 3, 3, 1, 2, 3, 1} << 3.0;
    QTest::newRow("whole numbers, each once: measured") << QList<float>{1, 2, 3, 4, 5, 9} << 4.0;
    QTest::newRow("three values, not whole: measured") << QList<float>{0.5F, 0.5F, 1, 1, 3, 3, 0.5F, 1, 3} << 1.5;
  }
  void mostFrequentOfCategories() {
    QFETCH(QList<float>, column);
    QFETCH(double, expected);
    std::vector<std::vector<float>> rows;
    for (const float value : column) rows.push_back({value});
    QVERIFY(near(tableBaseline(tableOf(rows)).values[0], expected, 1e-6));
  }

  void farColumnsAreTheFarthestFirst() {
    const auto set = tableOf({{14, 0.1F, 5}, {13, 0.11F, 5}, {15, 0.09F, 5}, {14, 0.1F, 5}});
    const auto far = farColumns(set, {0.0});
    QCOMPARE(far.size(), std::size_t{3});
    QCOMPARE(far[0].column, std::size_t{2});
    QVERIFY(std::isinf(far[0].deviations));
    QCOMPARE(far[1].column, std::size_t{0});
    QVERIFY(near(far[1].deviations, 14.0 / std::sqrt(0.5), 1e-3));
    QVERIFY(farColumns(set, {14, 0.1, 5}).empty());
  }

  void aRunTellsItsBaseline() {
    const RunFolder folder;
    folder.touch({"step=1.pt"});
    folder.write("samples.csv", patients);
    const auto run = Run::open(folder.path());
    const auto values = run.baseline().values;
    QCOMPARE(values.size(), std::size_t{3});
    QVERIFY(near(values[0], 14.0, 1e-6));
    QVERIFY(near(values[1], 0.1, 1e-6));
    QCOMPARE(values[2], 1.0);
    const auto* told = found(run, Finding::Kind::guessed);
    QVERIFY(told != nullptr);
    QVERIFY2(told->text.find("the means of all 8 samples; their most frequent value: smoker") != std::string::npos,
             told->text.c_str());
    QCOMPARE(told->key, std::string("baseline"));
    QVERIFY(found(run, Finding::Kind::doubt) == nullptr);
  }

  void impossibleBaselinesAreDoubted_data() {
    QTest::addColumn<QString>("baseline");
    QTest::addColumn<bool>("doubted");
    QTest::newRow("zero") << "'zero'" << true;
    QTest::newRow("a number") << "0.1" << true;
    QTest::newRow("a list") << "[14, 0.1, 0]" << false;
    QTest::newRow("mean, which is not given") << "'mean'" << false;
  }
  void impossibleBaselinesAreDoubted() {
    QFETCH(QString, baseline);
    QFETCH(bool, doubted);
    const RunFolder folder;
    folder.touch({"step=1.pt"});
    folder.write("samples.csv", patients);
    folder.write("run.json", quoted("{'baseline': " + baseline.toStdString() + "}"));
    const auto run = Run::open(folder.path());
    const auto* doubt = found(run, Finding::Kind::doubt);
    QCOMPARE(doubt != nullptr, doubted);
    if (doubt) QVERIFY2(doubt->text.find("radius becomes 0") != std::string::npos, doubt->text.c_str());
  }
};

QTEST_APPLESS_MAIN(DefaultBaselineTest)
#include "tst_default_baseline.moc"
