// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as people leave them, two for each usual slip, through the command line: PyTorch's numbers with what was guessed
// told, or a refusal that says what to do. Golden: tests/golden/app/make_habits.py.
#include "core/store/results_file.h"
#include "tests/app/program.h"
#include "tests/core/near.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace spindle;
using namespace spindle::test;

class HabitsTest : public QObject {
  Q_OBJECT

 private slots:
  void isComputedOrRefused_data();
  void isComputedOrRefused();
};

void HabitsTest::isComputedOrRefused_data() {
  QTest::addColumn<QStringList>("told");
  const auto row = [](const char* folder, const QStringList& told) { QTest::newRow(folder) << told; };
  row("1-attention-in-training", {"training mode", "dropout (1 layer: attention)", "model.eval()"});
  row("1-running-center", {"different outputs for the same input", "model.eval()"});
  row("2-mixture-of-softmaxes", {"taken for probabilities", "\"output\" in run.json"});
  row("2-sigmoid-and-its-rest", {"taken for probabilities", "\"output\" in run.json"});
  row("3-two-annotators", {"samples.npz", "not one-hot", "\"target\" in run.json"});
  row("3-counted-from-1", {"samples.csv", "count from 1"});
  row("5-ep-and-it", {});
  row("5-two-numbers", {});
  row("9-rows-of-a-picture", {"without a channel", "\"layout\""});
  row("9-channels-last", {"channels last", "\"layout\""});
  row("10-learned-positions", {});
  row("10-flattened", {});
  row("11-row-taken-apart", {"batch of one row", "torch.jit.trace(model.eval()"});
  row("11-state-of-one-row", {"batch of one row", "torch.jit.trace(model.eval()"});
  row("12-attention-mask", {"\"attention_mask\"", "1 at tokens, 0 at padding", "\"second_input\" in run.json"});
  row("12-padding-mask", {"\"src_key_padding_mask\"", "true at padding", "\"second_input\" in run.json"});
  row("12-adapter", {"adapter (LoRA or another of PEFT)", "merge_and_unload"});
  row("12-shards-of-an-optimizer", {});
}

void HabitsTest::isComputedOrRefused() {
  QFETCH(QStringList, told);
  const QString name = QTest::currentDataTag(), habits = golden("habits/");
  const QTemporaryDir folder;
  const QString out = folder.filePath("r.h5");
  const Ended ended = spindleProgram({"extract", habits + name, "-o", out});
  for (const QString& words : told) QVERIFY2(ended.err.contains(words), qPrintable(ended.err));
  QVERIFY2(!ended.err.contains("internal error"), qPrintable(ended.err));
  const QJsonObject expected = QJsonDocument::fromJson(fileBytes(habits + "scores.json")).object()[name].toObject();
  QVERIFY2(ended.status == (expected.isEmpty() ? 2 : 0), qPrintable(ended.err));
  if (expected.isEmpty()) return;
  const auto results = ResultsReader::open(out.toStdString());
  const ResultsHeader& header = results->header();
  QCOMPARE(header.checkpoints(), static_cast<std::size_t>(expected.size()));
  const auto all = static_cast<Coalition>((1U << header.variables) - 1);
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const QJsonArray scores = expected[QString::fromStdString(header.checkpointNames[c])].toArray();
    for (std::size_t s = 0; s < header.samples(); ++s) {
      const auto position = static_cast<qsizetype>(header.sampleIndex[s]);
      QVERIFY2(near(results->pair(c, s).values[all], scores[position].toDouble(), 1e-4),
               qPrintable(QString("%1 of sample %2").arg(results->pair(c, s).values[all]).arg(position)));
    }
  }
  if (!name.startsWith('5')) return;
  const double perEpoch = name == "5-ep-and-it" ? 40.0 : 250.0;
  for (std::size_t c = 0; c < 3; ++c) {
    const auto epoch = static_cast<double>(c + 1);
    QCOMPARE(header.epoch[c], epoch);
    QCOMPARE(header.step[c], epoch * perEpoch);
    QVERIFY(near(header.trainLoss[c], 1.0 / epoch, 1e-9));
  }
}

QTEST_GUILESS_MAIN(HabitsTest)
#include "tst_habits.moc"
