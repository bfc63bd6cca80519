// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/copy_results.h"
#include "core/results/open_results.h"
#include "core/results/sampled_context_orders.h"
#include "core/results/stored_choices.h"
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>

using namespace spindle;
using namespace spindle::test;

namespace {

constexpr const char* measuredOptions = R"("score":"log-odds","baseline":[0.0],"gap":0.01,"batch":64)";

ResultsHeader headerWith(const std::string& more) {
  ResultsHeader header = sourceHeader(3, 3, 2);
  header.options = "{" + std::string(measuredOptions) + more + "}";
  return header;
}

}  // namespace

class TestOpenResults : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
  }

  /// The same sentence for everybody who opens the file.
  void anotherTypeIsToldAtOpening() {
    auto header = headerWith(R"(,"splits":5)");
    writeAll(file("typed.h5"), header);
    QCOMPARE(sentenceOf([&] { openResults(file("typed.h5")); }),
             "The results file " + file("typed.h5").string() +
                 " is damaged (its option \"splits\" is not a list of texts); copy it again, or compute it again.");
    header = headerWith("");
    header.sampleVariables[1] = R"([{"name":7}])";
    writeAll(file("named.h5"), header);
    const auto sentence = sentenceOf([&] { openResults(file("named.h5")); });
    QVERIFY2(sentence.starts_with("The results file " + file("named.h5").string() + " is damaged (the input variables"),
             sentence.c_str());
    QVERIFY(sentence.find(header.sampleNames[1]) != std::string::npos);
    const auto resuming = sentenceOf([&] { resumeResults(file("typed.h5"), headerWith("")); });
    QVERIFY2(resuming.find("typed.h5 is damaged (its option \"splits\"") != std::string::npos, resuming.c_str());
  }

  void viewsNeverStopAResume_data() {
    QTest::addColumn<QString>("stored");
    QTest::addColumn<QString>("wanted");
    QTest::newRow("another threshold") << R"(,"threshold":"T1","factor":0.03)"
                                       << R"(,"threshold":"T2","factor":0.05)";
    QTest::newRow("saved from a window") << R"(,"threshold":"T2","factor":0.1,"kinds":"and","normalization":"sum")"
                                         << R"(,"threshold":"T1","factor":0.03)";
    QTest::newRow("the old spelling") << R"(,"kinds":"or","normalisation":"mean","mislabelled":[true,false])"
                                      << R"(,"mislabeled":[true,false])";
    QTest::newRow("options that once had no key") << ""
                                                  << R"(,"mask_at":"input","splits":["unknown","unknown"])";
    QTest::newRow("numbers of checkpoints") << R"(,"checkpoints":[0,1,2])"
                                            << R"(,"checkpoints":[1,3,5])";
  }

  void viewsNeverStopAResume() {
    QFETCH(QString, stored);
    QFETCH(QString, wanted);
    const auto before = headerWith(stored.toStdString());
    begin(before);
    QVERIFY(resumeResults(file("r.h5"), headerWith(wanted.toStdString()))->done(0));
    QVERIFY(sameMeasurement(before, headerWith(wanted.toStdString())));
  }

  void whatDecidesTheNumbersDoes_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("says");
    QTest::newRow("baseline") << R"("score":"log-odds","baseline":[0.5],"gap":0.01,"batch":64)"
                              << "options (baseline)";
    QTest::newRow("two") << R"("score":"logit","baseline":[0.0],"gap":0.02,"batch":64)"
                         << "options (gap, score)";
    QTest::newRow("batch") << R"("score":"log-odds","baseline":[0.0],"gap":0.01,"batch":32)"
                           << "options (batch)";
    QTest::newRow("one not known here") << QString(measuredOptions) + R"(,"novel":1)"
                                        << "options (novel)";
    QTest::newRow("a layer") << QString(measuredOptions) + R"(,"mask_at":"relu1","mask_grid":[8,8])"
                             << "options (mask_at, mask_grid)";
    QTest::newRow("labels") << QString(measuredOptions) + R"(,"mislabeled":[false,true],"splits":["test","test"])"
                            << "labels of the samples (mislabeled, splits)";
  }

  void whatDecidesTheNumbersDoes() {
    QFETCH(QString, options);
    QFETCH(QString, says);
    auto other = headerWith("");
    other.options = "{" + options.toStdString() + "}";
    refuses(other, says.toStdString());
    // The draws of one run may be asked of the network in other batches.
    QCOMPARE(sameMeasurement(headerWith(""), other), says == "options (batch)");
  }

  void otherRunsAreRefused_data() {
    QTest::addColumn<QString>("says");
    for (const char* says :
         {"input variables", "samples", "checkpoints", "architecture", "contents of the samples (Stiefel № 1)",
          "settings (mean)", "numerics (another version of Spindle)"})
      QTest::newRow(says) << says;
  }

  void otherRunsAreRefused() {
    QFETCH(QString, says);
    auto other = headerWith("");
    if (says == "input variables") other.sampleVariables[1] = R"([{"name":"Sohle"}])";
    if (says == "samples") other.sampleIndex[1] = 7;
    if (says == "checkpoints") other.checkpointNames[2] = "other.pt";
    if (says == "architecture") other.source.architecture = "resnet";
    if (says.startsWith("contents")) other.source.samples[1] = "others";
    if (says.startsWith("numerics")) other.source.settings = R"({"mean":[0.5],"std":[1.0],"numbers":99})";
    if (says.startsWith("settings")) other.source.settings = R"({"mean":[0.0],"std":[1.0]})";
    refuses(other, says.toStdString());
    QCOMPARE(sameMeasurement(headerWith(""), other), says == "input variables");
  }

  /// Another writing of the same variables and settings is the same.
  void textsAreComparedByMeaning() {
    begin(headerWith(""));
    auto other = headerWith("");
    other.sampleVariables[0] = R"([ {"name" : "Knöchel"} ])";
    other.source.settings = R"({"std":[1.0], "mean":[0.5]})";
    QVERIFY(resumeResults(file("r.h5"), other)->done(0));
  }

  void measurementsAreAddedAndReplaced() {
    writeAll(file("r.h5"), headerWith(""));
    const auto before = openResults(file("r.h5"));
    const std::size_t c = before->header().checkpoints(), s = before->header().samples();
    SampledContextOrders orders{{9, "patches of a 3x3 grid", 2, 20, 10, 1, {0, 3, 7}}, {}, {}};
    const auto put = [&](double value) {
      orders.strength = {"strength", {c, s, 3}, std::vector<double>(c * s * 3, value)};
      orders.square = {"square", {c, s, 3}, std::vector<double>(c * s * 3, value * value)};
      storeMeasurement(file("r.h5"), asStored(orders));
      return storedContextOrders(openResults(file("r.h5"))->header());
    };
    QVERIFY(!storedContextOrders(before->header()));
    QCOMPARE(put(1.5)->strength.at(c - 1, s - 1, 2), 1.5);
    const auto again = put(2.5);
    QCOMPARE(again->square.at(0, 0, 0), 6.25);
    QVERIFY(again->sampling == orders.sampling);
    const auto after = openResults(file("r.h5"));
    QCOMPARE(after->header().options, before->header().options);
    QCOMPARE(after->pair(0, 0).values.values()[1], before->pair(0, 0).values.values()[1]);
    // Of another schema, or numbers that do not fit: never guessed.
    ResultsHeader header = after->header();
    for (StoredMeasurement& one : header.measurements) {
      if (one.name == SampledContextOrders::name) one.schema = 2;
    }
    QVERIFY_EXCEPTION_THROWN(storedContextOrders(header), UserError);
    orders.sampling.orders = {0, 3, 8};
    QVERIFY_EXCEPTION_THROWN(put(1.0), UserError);
  }

  void copiesKeepAllButTheView() {
    auto header = headerWith(R"(,"novel":[1,2],"mislabelled":[true,false],"threshold":"T1","factor":0.03)");
    writeAll(file("r.h5"), header);
    const StrengthChoice shown{InteractionPart::orOnly, Normalization::mean};
    copyResults(*openResults(file("r.h5")), file("copy.h5"), {ThresholdRule::largest, 0.2}, shown, "lr");
    const ResultsHeader copied = openResults(file("copy.h5"))->header();
    QVERIFY(storedChoice(copied) == shown);
    QCOMPARE(storedColumn(copied), std::string("lr"));
    QVERIFY((storedSalience(copied) == Salience{ThresholdRule::largest, 0.2}));
    QVERIFY(sameMeasurement(copied, header));
    QCOMPARE(storedMislabeled(copied), (std::vector<bool>{true, false}));
    QVERIFY(resumeResults(file("copy.h5"), header)->done(0));
  }

 private:
  [[nodiscard]] std::filesystem::path file(const char* name) const {
    return std::filesystem::path(folder_->path().toStdString()) / name;
  }

  void begin(const ResultsHeader& header) const {
    const auto writer = ResultsWriter::create(file("r.h5"), header);
    writer->write(0, samplePairs(3, 0, 2), sampleStrength(3, 0), sampleThreshold(0));
  }

  void refuses(const ResultsHeader& other, const std::string& says) const {
    begin(headerWith(""));
    try {
      resumeResults(file("r.h5"), other);
      QFAIL("it was resumed");
    } catch (const OtherResults& refusal) {
      const std::string sentence = refusal.what();
      QVERIFY2(sentence.find("were computed with other " + says + " and cannot be resumed") != std::string::npos,
               sentence.c_str());
    }
    QCOMPARE(unfinishedResults(file("r.h5")).finished, std::size_t{1});
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TestOpenResults)
#include "tst_open_results.moc"
