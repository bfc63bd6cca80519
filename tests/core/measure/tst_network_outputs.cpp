// SPDX-License-Identifier: GPL-3.0-or-later
// What a network returns and takes, where run.json does not say it. Golden: tests/golden/app/outputs.
#include "core/base/user_error.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/extraction_job.h"
#include "core/measure/network/masked_model.h"
#include "core/measure/network/network_outputs.h"
#include "core/measure/outputs/sample_accuracy.h"
#include "core/measure/outputs/sample_losses.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>

using namespace spindle;

namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(SPINDLE_GOLDEN_DIR) / "app";

class OutputsRun {
 public:
  explicit OutputsRun(const std::string& model = {}) : path_(folder_.path().toStdString()) {
    if (model.empty()) return;
    fs::copy(golden / "tiny", path_, fs::copy_options::recursive);
    fs::copy_file(golden / "outputs" / model, path_ / "model.pt", fs::copy_options::overwrite_existing);
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  void copy(const std::string& from, const std::string& to) const {
    fs::copy_file(golden / "outputs" / from, path_ / to, fs::copy_options::overwrite_existing);
  }
  [[nodiscard]] Run open() const { return Run::open(path_); }
  [[nodiscard]] ExtractionOptions options() const {
    const Run run = open();
    return withBatch(run, extractionOptions(run), {});
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  QTemporaryDir folder_;
  fs::path path_;
};

template <class Action>
QString refusal(Action action) {
  try {
    action();
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

/// v(T) of the first sample at the last checkpoint.
std::vector<double> scores(const OutputsRun& folder) {
  const Run run = folder.open();
  const ExtractionOptions options = folder.options();
  const auto network = loadCheckpoint(run, run.series().checkpoints.size() - 1, options);
  const ExtractionInputs inputs(run, options);
  const auto table = scoreTable(*network, networkInput(*network, inputs, 0), inputs.rules[0], 64);
  return {table.values().begin(), table.values().end()};
}

}  // namespace

class NetworkOutputsTest : public QObject {
  Q_OBJECT

 private slots:
  void logOddsDoNotDependOnTheLastOperation_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("kind");
    QTest::newRow("softmax") << "softmax.pt"
                             << "probabilities";
    QTest::newRow("log_softmax") << "log_softmax.pt"
                                 << "log-probabilities";
  }
  void logOddsDoNotDependOnTheLastOperation() {
    QFETCH(QString, model);
    QFETCH(QString, kind);
    const OutputsRun logits("../tiny/model.pt"), other(model.toStdString());
    QCOMPARE(toText(logits.options().output), std::string("logits"));
    QVERIFY(logits.options().notes.empty());
    const auto options = other.options();
    QCOMPARE(QString::fromStdString(toText(options.output)), kind);
    QCOMPARE(options.notes.size(), std::size_t{1});
    QVERIFY(options.notes.front().find("\"output\" in run.json") != std::string::npos);
    const auto expected = scores(logits), got = scores(other);
    for (std::size_t t = 0; t < expected.size(); ++t)
      QVERIFY2(std::abs(got[t] - expected[t]) < 2e-3 * (1 + std::abs(expected[t])),
               qPrintable(QString("%1: %2, not %3").arg(t).arg(got[t]).arg(expected[t])));
  }

  void lossesFollowTheOutputToo() {
    const auto losses = [](const OutputsRun& folder) {
      fs::remove(folder.path() / "metrics.csv");
      fs::copy_file(golden / "losses" / "samples.csv", folder.path() / "samples.csv",
                    fs::copy_options::overwrite_existing);
      RunControl control;
      return computeSampleLosses(folder.open(), 1, control).checkpoints.back().test;
    };
    const OutputsRun logits("../tiny/model.pt"), probabilities("softmax.pt");
    const double expected = losses(logits);
    QVERIFY(std::isfinite(expected));
    QVERIFY(std::abs(losses(probabilities) - expected) < 1e-4);
  }

  void numbersAloneTellProbabilities() {
    const OutputsRun folder;
    folder.copy("normalized.pt", "step=1.pt");
    fs::copy_file(golden / "tiny" / "samples.csv", folder.path() / "samples.csv");
    QCOMPARE(folder.options().output, OutputKind::probabilities);
  }

  void runJsonIsHeldAgainstTheNumbers() {
    const auto said = [](const char* model, const char* output) {
      const OutputsRun folder(model);
      folder.write("run.json", std::string(R"({"output": ")") + output + "\"}");
      return refusal([&] { (void)folder.options(); });
    };
    QVERIFY(said("../tiny/model.pt", "probabilities").contains("outside 0 to 1"));
    QVERIFY(said("../tiny/model.pt", "log-probabilities").contains("above 0"));
    QCOMPARE(said("softmax.pt", "probabilities"), QString());
    const OutputsRun doubted("softmax.pt");
    doubted.write("run.json", R"({"output": "logits"})");
    const auto options = doubted.options();
    QCOMPARE(options.output, OutputKind::logits);
    QCOMPARE(options.notes.size(), std::size_t{1});
    QVERIFY(options.notes.front().find("are probabilities") != std::string::npos);
  }

  /// The network takes 12 tokens, the texts have 7.
  void lengthOfTextsIsFoundByTrying() {
    const OutputsRun folder;
    folder.copy("fixed_text.pt", "step=1.pt");
    folder.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngood\nfilm\nbad\n");
    folder.write("samples.jsonl", R"({"text": "good film good bad film", "label": 1})");
    QVERIFY(refusal([&] {
              (void)loadCheckpoint(folder.open(), 0, extractionOptions(folder.open()));
            }).contains("It takes texts of 12 tokens: set \"input\": {\"shape\": [12]} in run.json."));
    folder.write("run.json", R"({"input": {"kind": "text", "shape": [12]}})");
    QCOMPARE(folder.options().variables[0].count(), 5);
  }

  void severalSigmoidsAreNoDistribution() {
    QVERIFY(refusal([] { (void)OutputsRun("sigmoids.pt").options(); }).contains("do not sum to 1"));
  }

  void oneProbabilitySpeaksForClassOne() {
    const OutputsRun folder;
    folder.copy("one_sigmoid.pt", "step=1.pt");
    folder.write("samples.csv", "a,b,c,d,e,f,target\n1,2,3,4,5,6,1\n0.5,-1,2,0,1,-2,0\n-3,1,0.5,2,-1,0,1\n");
    QCOMPARE(folder.options().output, OutputKind::probabilities);
    const auto accuracy = sampleAccuracy(folder.open());
    QVERIFY(accuracy.has_value());
    QVERIFY(accuracy->bySign);
    QVERIFY(accuracy->line().find("speaks for class 1") != std::string::npos);
  }

  void multipliedProbabilitiesAreRefused() {
    const auto said = refusal([] { (void)OutputsRun("percent.pt").options(); });
    QVERIFY2(said.contains("sum to 100 for every sample") && said.contains("\"output\" in run.json"), qPrintable(said));
    const auto bits = refusal([] { (void)OutputsRun("bits.pt").options(); });
    QVERIFY2(bits.contains("times 0.693 sum to 1 for every sample"), qPrintable(bits));
  }

  /// The network's own check knows made-up inputs only.
  void samplesThatDependOnEachOtherAreRefused() {
    const OutputsRun folder;
    folder.copy("rare_category.pt", "step=1.pt");
    folder.write("samples.csv", "a,b,c,d,e,f,target\n1,2,3,4,5,6,1\n6,5,4,3,2,1,0\n1,1,1,2,2,2,2\n");
    const Run run = folder.open();
    const auto options = folder.options();
    const ExtractionInputs inputs(run, options);
    RunControl control;
    CheckpointWorker worker(run, options, inputs, control);
    const auto result = worker.compute(0, std::vector<std::size_t>{0});
    QCOMPARE(result.notes.size(), std::size_t{1});
    QVERIFY2(result.notes.front().find("other samples stand beside it") != std::string::npos,
             result.notes.front().c_str());
    QCOMPARE(result.pairs.front().values.variables(), 0);
  }

  void oneLabelOfSeveral() {
    const OutputsRun folder("../tiny/model.pt");
    fs::remove(folder.path() / "samples.csv");
    folder.copy("several.npz", "samples.npz");
    const auto said = refusal([&] { (void)folder.options(); });
    QVERIFY2(said.contains("set \"target\" in run.json to the label to explain (0 to 2)"), qPrintable(said));
    folder.write("run.json", R"({"target": 2})");
    const auto options = folder.options();
    QCOMPARE(options.score, Score::logit);
    const Run run = folder.open();
    QVERIFY(run.samples().severalLabels);
    for (const auto& sample : run.samples().samples) QCOMPARE(sample.target, std::int64_t{2});
    QVERIFY(!sampleAccuracy(run).has_value());
    QVERIFY(!sampleLossesProblem(run).empty());
    // Each output is a yes or no of its own: the score is the logit itself.
    const auto network = loadCheckpoint(run, 0, options);
    const ExtractionInputs inputs(run, options);
    const auto table = scoreTable(*network, networkInput(*network, inputs, 0), inputs.rules[0], 64);
    std::vector<float> row(6), output(3);
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = run.samples().format.normalized(run.samples().samples[0].values[i], i);
    network->evaluate(row, 1, output);
    QVERIFY(std::abs(table.values().back() - output[2]) < 1e-5);
  }

  void flattenedColorsAreAskedFor_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("layout");
    QTest::addColumn<QString>("order");
    QTest::newRow("rows, first") << "color_rows.pt"
                                 << "flattened"
                                 << "first";
    QTest::newRow("rows, last") << "color_rows.pt"
                                << "flattened-channels-last"
                                << "last";
    QTest::newRow("flattens, first") << "color_flattens.pt"
                                     << "channels-first"
                                     << "first";
    QTest::newRow("flattens, last") << "color_flattens.pt"
                                    << "channels-last"
                                    << "last";
  }
  void flattenedColorsAreAskedFor() {
    QFETCH(QString, model);
    QFETCH(QString, layout);
    QFETCH(QString, order);
    const OutputsRun folder;
    folder.copy(model.toStdString(), "step=1.pt");
    folder.copy("color.npz", "samples.npz");
    const auto said = refusal([&] { (void)folder.options(); });
    QVERIFY2(said.contains("\"layout\": \"") && said.contains(layout), qPrintable(said));
    folder.write("run.json", "{\"input\": {\"layout\": \"" + layout.toStdString() + "\"}}");
    const Run run = folder.open();
    const auto options = folder.options();
    const auto network = loadCheckpoint(run, 0, options);
    QFile file(QString::fromStdString((golden / "outputs" / "layouts.json").string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto expected = QJsonDocument::fromJson(file.readAll()).object()[order].toArray();
    std::vector<float> result(3);
    for (int s = 0; s < 4; ++s) {
      network->evaluate(run.samples().samples[static_cast<std::size_t>(s)].values, 1, result);
      for (int c = 0; c < 3; ++c)
        QVERIFY(std::abs(result[static_cast<std::size_t>(c)] - expected[s].toArray()[c].toDouble()) < 1e-5);
    }
  }

  void wordsForLabelsMustNameAllClasses() {
    const OutputsRun folder("../tiny/model.pt");
    folder.write("samples.csv", "length,width,height,age,weight,speed,target\n1,2,3,4,5,6,wolf\n6,5,4,3,2,1,lynx\n");
    const auto said = refusal([&] { (void)folder.options(); });
    QVERIFY2(said.contains("of which there are 2, but the network has 3 classes") && said.contains("\"classes\""),
             qPrintable(said));
    folder.write("run.json", R"({"classes": ["dog", "lynx", "wolf"]})");
    (void)folder.options();
    QCOMPARE(folder.open().samples().samples[0].target, std::int64_t{2});
  }

  void lossesAskForClassLabels() {
    const OutputsRun folder("../tiny/model.pt");
    fs::remove(folder.path() / "metrics.csv");
    std::string rows = "length,width,height,age,weight,speed,target\n";
    for (int i = 0; i < 12; ++i) rows += std::to_string(i) + ",2,3,4,5,6," + std::to_string(i % 3 - 1) + "\n";
    folder.write("samples.csv", rows);
    RunControl control;
    const auto said = refusal([&] { (void)computeSampleLosses(folder.open(), 1, control); });
    QVERIFY2(said.contains("negative numbers among them (-1, 0, 1)"), qPrintable(said));
  }

  void measuredValuesAreNoClasses() {
    const OutputsRun folder("../tiny/model.pt");
    folder.write("samples.csv",
                 "length,width,height,age,weight,speed,target\n1,2,3,4,5,6,0.25\n6,5,4,3,2,1,1.5\n1,1,1,2,2,2,0.75\n");
    const auto said = refusal([&] { (void)folder.options(); });
    QVERIFY2(said.contains("measured values") && said.contains("\"score\": \"value\""), qPrintable(said));
    folder.write("run.json", R"({"output": "value"})");
    QCOMPARE(folder.options().score, Score::value);
  }

  void labelsFromOne() {
    const OutputsRun folder("../tiny/model.pt");
    folder.write("samples.csv",
                 "length,width,height,age,weight,speed,target\n1,2,3,4,5,6,1\n6,5,4,3,2,1,2\n1,1,1,2,2,2,3\n");
    const auto said = refusal([&] { (void)folder.options(); });
    QVERIFY2(said.contains("count from 1 (1 to 3") && said.contains("counted from 0"), qPrintable(said));
  }

  void labelsOfMinusOneAndOne() {
    const OutputsRun folder("../tiny/model.pt");
    folder.write("samples.csv",
                 "length,width,height,age,weight,speed,target\n1,2,3,4,5,6,-1\n6,5,4,3,2,1,1\n1,1,1,2,2,2,-1\n");
    const auto said = refusal([&] { (void)folder.options(); });
    QVERIFY2(said.contains("-1 and 1, but the network has 3 outputs"), qPrintable(said));
  }

  /// Padding is token 4 in the embedding of the network, and anything in the samples.
  void paddingOfTheNetworkIsThatOfTheSamples() {
    const OutputsRun folder;
    fs::copy_file(golden / "../model/programs/mask_padding_index.pt", folder.path() / "step=1.pt");
    folder.write("samples.jsonl", "{\"ids\": [1, 2, 3, 5, 6, 7], \"label\": 0}\n{\"ids\": [1, 2, 3], \"label\": 1}\n");
    const auto said = refusal([&] { (void)folder.options(); });
    QVERIFY2(said.contains("token 4 for padding") && said.contains("token 0") && said.contains("\"padding\""),
             qPrintable(said));
    folder.write("run.json", R"({"input": {"kind": "text", "padding": 4}})");
    QVERIFY(!folder.options().notes.empty());
    QCOMPARE(folder.open().samples().samples[1].values.back(), 4.0F);
    QCOMPARE(folder.open().baseline().values, std::vector<double>{4.0});
    folder.write("run.json", "{}");
    folder.write("samples.jsonl",
                 "{\"ids\": [1, 2, 3, 5, 4, 4], \"label\": 0}\n{\"ids\": [1, 2, 3, 4, 4, 4], \"label\": 1}\n");
    QVERIFY(!folder.options().notes.empty());
  }

  void chanceIsTested_data() {
    QTest::addColumn<int>("right");
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("classes");
    QTest::addColumn<bool>("chance");
    QTest::newRow("2 of 10, ten classes: proves nothing") << 2 << 10 << 10 << false;
    QTest::newRow("10 of 100, ten classes") << 10 << 100 << 10 << true;
    QTest::newRow("50 of 100, ten classes") << 50 << 100 << 10 << false;
    QTest::newRow("0 of 10, two classes") << 0 << 10 << 2 << true;
    QTest::newRow("1 of 2, two classes") << 1 << 2 << 2 << false;
    QTest::newRow("50 of 100, two classes") << 50 << 100 << 2 << true;
    QTest::newRow("65 of 100, two classes") << 65 << 100 << 2 << false;
    QTest::newRow("all of 500") << 500 << 500 << 3 << false;
    QTest::newRow("no samples") << 0 << 0 << 3 << false;
  }
  void chanceIsTested() {
    QFETCH(int, right);
    QFETCH(int, samples);
    QFETCH(int, classes);
    QFETCH(bool, chance);
    SampleAccuracy accuracy;
    accuracy.right = static_cast<std::size_t>(right);
    accuracy.samples = static_cast<std::size_t>(samples);
    accuracy.classes = static_cast<std::size_t>(classes);
    QCOMPARE(accuracy.atChance(), chance);
  }

  void otherShapesThanTheImages_data() {
    QTest::addColumn<QString>("network");
    QTest::addColumn<QString>("samples");
    QTest::addColumn<QString>("told");
    QTest::newRow("flattened") << "rows"
                               << "images.npz"
                               << "rows of 24 numbers";
    QTest::newRow("channels last") << "channels_last"
                                   << "images.npz"
                                   << "channels last";
    QTest::newRow("without the channel") << "no_channel"
                                         << "gray.npz"
                                         << "without a channel";
    QTest::newRow("a sequence of one channel") << "sequence"
                                               << "gray.npz"
                                               << "as one channel";
    QTest::newRow("a sequence of numbers") << "number_by_number"
                                           << "gray.npz"
                                           << "number by number";
  }
  void otherShapesThanTheImages() {
    QFETCH(QString, network);
    QFETCH(QString, samples);
    QFETCH(QString, told);
    const OutputsRun folder;
    folder.copy(network.toStdString() + ".pt", "step=1.pt");
    folder.copy(samples.toStdString(), "samples.npz");
    folder.write("run.json", R"({"input": {"kind": "image"}, "variables": {"grid": [3, 4], "count": 5, "seed": 1}})");
    const Run run = folder.open();
    const auto options = folder.options();
    QVERIFY(!options.notes.empty());
    QVERIFY2(options.notes.back().find(told.toStdString()) != std::string::npos, options.notes.back().c_str());
    const auto loaded = loadCheckpoint(run, 0, options);
    QFile file(QString::fromStdString((golden / "outputs" / "expected.json").string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto expected = QJsonDocument::fromJson(file.readAll()).object()[network].toArray();
    std::vector<float> result(loaded->outputs());
    for (int s = 0; s < 4; ++s) {
      loaded->evaluate(run.samples().samples[static_cast<std::size_t>(s)].values, 1, result);
      for (int c = 0; c < 3; ++c)
        QVERIFY(std::abs(result[static_cast<std::size_t>(c)] - expected[s].toArray()[c].toDouble()) < 1e-5);
    }
    // Masked pixels are those of the picture, whichever way the network takes it.
    const ExtractionInputs inputs(run, options);
    const auto table = scoreTable(*loaded, networkInput(*loaded, inputs, 1), inputs.rules[1], 8);
    const MaskedModel model(*loaded, inputs.inputs[1], inputs.rules[1]);
    for (Coalition t = 0; t < table.size(); ++t) {
      double score = 0.0;
      model.evaluate(std::span(&t, 1), std::span(&score, 1));
      QVERIFY(std::abs(score - table[t]) < 1e-4);
    }
  }
};

QTEST_APPLESS_MAIN(NetworkOutputsTest)
#include "tst_network_outputs.moc"
