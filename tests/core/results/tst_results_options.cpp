// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/results_options.h"
#include "core/results/stored_choices.h"
#include "tests/core/store/sample_results.h"

#include <QTest>

#include <algorithm>

using namespace spindle;
using namespace spindle::test;

namespace {

// Texts out of files that were written on the days named.
const std::string firstBuild =  // November 23, 2026
    R"({"background":"mask","baseline":[0.0,0.25],"batch":64,"checkpoints":[0,2],"decomposition":"and-or","gap":0.01,)"
    R"("max_iterations":60000,"noise_bound":0.02,"output":"logits","samples":[3,1],"score":"log-odds",)"
    R"("share_first_layer":true})";
const std::string british =  // November 26, saved from the window
    R"({"background":"keep","baseline":[0.0],"batch":128,"checkpoints":[0,1],"decomposition":"published","factor":0.05,)"
    R"("gap":0.01,"kinds":"and","mask_at":"relu1","max_iterations":60000,"mislabelled":[false,true],)"
    R"("noise_bound":0.02,"normalisation":"sum","output":"logits","protocol":"two-phase","samples":[0,1],)"
    R"("score":"log-odds","share_first_layer":false,"splits":["test","train"],"threshold":"T2"})";
const std::string points =  // November 28
    R"({"background":"keep","baseline":"cluster mean","batch":16,"checkpoints":[0,10,20],"decomposition":"and",)"
    R"("factor":0.03,"gap":0.01,"mask_at":"conv2","mask_grid":[8,6],"max_iterations":60000,"mislabeled":[true,false],)"
    R"("noise_bound":0.02,"output":"value","samples":[0,1],"score":"value","share_first_layer":true,)"
    R"("splits":["test","unknown"],"threshold":"T1"})";

ResultsOptions read(const std::string& json) {
  return readOptions(json, "The results file r.h5");
}

}  // namespace

class TestResultsOptions : public QObject {
  Q_OBJECT
 private slots:
  void aFileOfTheFirstBuild() {
    const ResultsOptions options = read(firstBuild);
    const MeasurementOptions& m = options.measurement;
    QVERIFY(m.score == Score::logOdds && m.output == OutputKind::logits && m.background == Background::mask);
    QVERIFY(m.baseline == MeasurementOptions::StoredBaseline(std::vector<double>{0.0, 0.25}));
    QVERIFY(m.decomposition == DecompositionMethod::sparsest);
    QVERIFY(m.noiseBound == 0.02 && m.gap == 0.01);
    QVERIFY(m.maxIterations == 60000U && m.batch == 64U && m.shareFirstLayer == true);
    QCOMPARE(m.maskAt, std::string("input"));
    QVERIFY(!m.maskGrid && m.protocol.empty() && m.others.empty());
    QCOMPARE(options.provenance.samples, (std::vector<std::size_t>{3, 1}));
    QCOMPARE(options.provenance.checkpoints, (std::vector<std::size_t>{0, 2}));
    QVERIFY(options.provenance.splits.empty() && options.provenance.mislabeled.empty());
    QVERIFY(options.view == ViewChoices());
  }

  void aFileWithTheBritishSpelling() {
    const ResultsOptions options = read(british);
    QVERIFY(options.measurement.decomposition == DecompositionMethod::published);
    QCOMPARE(options.measurement.maskAt, std::string("relu1"));
    QCOMPARE(options.measurement.protocol, std::string("two-phase"));
    QVERIFY(options.measurement.shareFirstLayer == false && options.measurement.others.empty());
    QCOMPARE(options.provenance.mislabeled, (std::vector<bool>{false, true}));
    QCOMPARE(options.provenance.splits, (std::vector<Split>{Split::test, Split::train}));
    QVERIFY((options.view.salience == Salience{ThresholdRule::largest, 0.05}));
    QVERIFY((options.view.shown == StrengthChoice{InteractionPart::andOnly, Normalization::sum}));
  }

  void aFileOfPoints() {
    const ResultsOptions options = read(points);
    QVERIFY(options.measurement.baseline == MeasurementOptions::StoredBaseline("cluster mean"));
    QVERIFY((options.measurement.maskGrid == std::array<int, 2>{8, 6}));
    QVERIFY(options.measurement.score == Score::value && options.measurement.output == OutputKind::value);
    QVERIFY(!options.view.shown);
    QCOMPARE(options.provenance.splits, (std::vector<Split>{Split::test, Split::unknown}));
  }

  /// Opened by an older version, a file looks as one of its own.
  void theBytesStayAsTheyWere() { QCOMPARE(writeOptions(read(points)), points); }

  void whatIsReadIsWrittenAgain_data() {
    QTest::addColumn<QString>("json");
    QTest::newRow("first build") << QString::fromStdString(firstBuild);
    QTest::newRow("british") << QString::fromStdString(british);
    QTest::newRow("nothing") << "{}";
    QTest::newRow("what is not known") << R"({"score":"logit","steps":{"b":[1,2],"a":null}})";
  }

  void whatIsReadIsWrittenAgain() {
    QFETCH(QString, json);
    const ResultsOptions options = read(json.toStdString());
    QVERIFY(read(writeOptions(options)) == options);
    QVERIFY(writeOptions(options).find("mislabelled") == std::string::npos);
    QVERIFY(writeOptions(options).find("normalisation") == std::string::npos);
  }

  void halfAChoiceIsNone() {
    QVERIFY(read(R"({"threshold":"T2"})").view == ViewChoices());
    QVERIFY(read(R"({"kinds":"and"})").view == ViewChoices());
  }

  void faultsAreToldWithFileAndKey_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("says");
    const auto type = [](const char* json, const char* key, const char* expected) {
      QTest::newRow(json) << json
                          << QString("is damaged (its option \"%1\" is not %2); copy it again").arg(key, expected);
    };
    type(R"({"score":5})", "score", "a text");
    type(R"({"splits":[1,2]})", "splits", "a list of texts");
    type(R"({"splits":"test"})", "splits", "a list of texts");
    type(R"({"mislabelled":[0]})", "mislabeled", "a list of true and false");
    type(R"({"batch":-3})", "batch", "a count");
    type(R"({"gap":"small"})", "gap", "a number");
    type(R"({"gap":null})", "gap", "a number");
    type(R"({"baseline":["zero"]})", "baseline", "a text or a list of numbers");
    type(R"({"share_first_layer":1})", "share_first_layer", "true or false");
    type(R"({"mask_grid":[8]})", "mask_grid", "a list of two counts");
    type(R"({"samples":[1.5]})", "samples", "a list of counts");
    type(R"({"normalisation":1})", "normalization", "a text");
    type(R"({"factor":1.5})", "factor", "from 0 to 1");
    QTest::newRow("a list") << "[]"
                            << "is damaged (its options are not a JSON object)";
    QTest::newRow("no JSON") << "score"
                             << "is damaged (its options are not a JSON object)";
    QTest::newRow("10,000 levels") << "{\"a\":" + QString(10'000, '[') + QString(10'000, ']') + "}"
                                   << "is damaged (its options are nested too deeply";
    for (const char* key : {"score", "output", "background", "decomposition", "threshold", "kinds", "normalization"})
      QTest::newRow(key) << QString(R"({"%1":"novel"})").arg(key)
                         << QString("another version of Spindle (its option \"%1\" is \"novel\", which").arg(key);
  }

  void faultsAreToldWithFileAndKey() {
    QFETCH(QString, json);
    QFETCH(QString, says);
    const auto sentence = QString::fromStdString(sentenceOf([&] { read(json.toStdString()); }));
    QVERIFY2(sentence.startsWith("The results file r.h5 ") && sentence.contains(says) && sentence.endsWith("."),
             qPrintable(sentence));
  }

  void eachDifferenceIsNamed() {
    const MeasurementOptions same = read(points).measurement;
    QVERIFY(differingOptions(same, same).empty());
    MeasurementOptions other = same;
    other.baseline = std::vector<double>{0.0};
    other.noiseBound = 0.05;
    other.maskGrid.reset();
    other.others["novel"] = "1";
    QCOMPARE(differingOptions(same, other),
             (std::vector<std::string>{"baseline", "mask_grid", "noise_bound", "novel"}));
    QCOMPARE(differingOptions(other, same), differingOptions(same, other));
  }

  /// Numbers are compared as numbers.
  void anotherWritingIsNoDifference() {
    const auto a = read(R"({"mask_at":"input","baseline":[0],"noise_bound":1,"novel":{"a":1,"b":2}})").measurement;
    const auto b = read(R"({"novel":{"b":2, "a":1}, "noise_bound":1.0, "baseline":[0.0]})").measurement;
    QVERIFY(a == b && differingOptions(a, b).empty());
  }

  void rowsHoldWhatIsNotAboutSamples() {
    const auto rows = optionRows(read(points));
    const auto value = [&rows](const std::string& key) {
      const auto found = std::find_if(rows.begin(), rows.end(), [&key](const auto& row) { return row.first == key; });
      return found == rows.end() ? std::string("none") : found->second;
    };
    QCOMPARE(value("baseline"), std::string("cluster mean"));
    QCOMPARE(value("mask_grid"), std::string("[8,6]"));
    QCOMPARE(value("threshold"), std::string("T1"));
    for (const char* key : {"samples", "checkpoints", "splits", "mislabeled"})
      QCOMPARE(value(key), std::string("none"));
  }

  void answersOfAHeader() {
    auto header = sampleHeader(3, 2, 3);
    header.options = british;
    QCOMPARE(storedSplits(header), (std::vector<Split>{Split::test, Split::train, Split::unknown}));
    QCOMPARE(storedMislabeled(header), (std::vector<bool>{false, true, false}));
    QVERIFY((storedSalience(header) == Salience{ThresholdRule::largest, 0.05}));
    QVERIFY((storedChoice(header) == StrengthChoice{InteractionPart::andOnly, Normalization::sum}));
    QVERIFY(choicesLine(header, {}).find("protocol two-phase: masked at relu1; 3 samples, 3 variables") !=
            std::string::npos);
    header.options = firstBuild;
    QVERIFY(storedSalience(header) == Salience());
    QVERIFY(storedChoice(header) == StrengthChoice());
    QVERIFY(choicesLine(header, {}).find("custom protocol: masked at the input;") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestResultsOptions)
#include "tst_results_options.moc"
