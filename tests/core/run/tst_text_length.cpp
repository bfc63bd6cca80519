// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run.h"
#include "core/run/samples/default_variables.h"
#include "core/run/samples/text_length.h"
#include "tests/core/run/run_folder.h"

#include <QTest>

using namespace spindle;
using spindle::test::quoted;
using spindle::test::RunFolder;

namespace {

using Shape = std::vector<std::int64_t>;

TensorHeader tensor(const char* name, Shape shape) {
  return {name, ElementType::float32, std::move(shape)};
}

/// A checkpoint with one float32 tensor, as safetensors.
std::string checkpoint(const std::string& name, std::int64_t rows) {
  std::string header = quoted("{'") + name + quoted("': {'dtype': 'F32', 'shape': [1, ") + std::to_string(rows) +
                       quoted(", 1], 'data_offsets': [0, ") + std::to_string(4 * rows) + "]}}";
  std::string file(8, '\0');
  file[0] = static_cast<char>(header.size());
  return file + header + std::string(static_cast<std::size_t>(4 * rows), '\0');
}

void writeTexts(RunFolder& folder) {
  folder.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngood\nfilm\nbad\n");
  folder.write("samples.jsonl", quoted("{'text': 'good film good bad film', 'label': 1}\n"
                                       "{'text': 'bad film', 'label': 0}\n"));
}

QString inputs(const Run& run) {
  QStringList list;
  for (const auto& finding : run.findings()) {
    if (finding.what == "input") list << QString::fromStdString(finding.text + " [" + finding.key + "]");
  }
  return list.join(" / ");
}

}  // namespace

class TextLengthTest : public QObject {
  Q_OBJECT

 private slots:
  void tables_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<qint64>("length");
    QTest::newRow("BERT") << "bert.embeddings.position_embeddings.weight" << Shape{512, 768} << qint64{512};
    QTest::newRow("GPT-2") << "transformer.wpe.weight" << Shape{1024, 768} << qint64{1024};
    QTest::newRow("RoBERTa, two rows unused")
        << "roberta.embeddings.position_embeddings.weight" << Shape{514, 768} << qint64{512};
    QTest::newRow("a small RoBERTa") << "roberta.embeddings.position_embeddings.weight" << Shape{20, 8} << qint64{18};
    QTest::newRow("two rows unused, by guess")
        << "embeddings.position_embeddings.weight" << Shape{514, 768} << qint64{512};
    QTest::newRow("66 rows, by guess") << "embed_positions.weight" << Shape{66, 8} << qint64{64};
    QTest::newRow("34 rows") << "embed_positions.weight" << Shape{34, 8} << qint64{34};
    QTest::newRow("a parameter with a batch dimension") << "pos_embed" << Shape{1, 48, 32} << qint64{48};
    QTest::newRow("a buffer with the batch second") << "encoder.pos" << Shape{50, 1, 32} << qint64{50};
    QTest::newRow("18 rows") << "pos" << Shape{18, 4} << qint64{18};
    QTest::newRow("six rows are six") << "pos" << Shape{6, 4} << qint64{6};
    QTest::newRow("ids of positions are no table") << "embeddings.position_ids" << Shape{1, 512} << qint64{0};
    QTest::newRow("words") << "word_embeddings.weight" << Shape{30522, 768} << qint64{0};
    QTest::newRow("two dimensions of batch") << "pos_embed" << Shape{4, 48, 32} << qint64{0};
    QTest::newRow("another word that ends so") << "composition" << Shape{48, 32} << qint64{0};
  }

  void tables() {
    QFETCH(QString, name);
    QFETCH(Shape, shape);
    QFETCH(qint64, length);
    const std::vector<TensorHeader> list = {tensor("word_embeddings.weight", {9, 4}), tensor(qPrintable(name), shape)};
    const auto table = positionTable(list);
    QCOMPARE(table.has_value(), length > 0);
    if (table) QCOMPARE(table->length, length);
  }

  void unusedRowsAreDoubted() {
    const auto why = [](const char* name, Shape shape) {
      const std::vector<TensorHeader> list = {tensor(name, std::move(shape))};
      return QString::fromStdString(positionTable(list)->why());
    };
    QCOMPARE(why("pos_embed", {1, 48, 8}), QString("pos_embed of the weights has that many positions"));
    QCOMPARE(why("roberta.position_embeddings.weight", {514, 8}),
             QString("roberta.position_embeddings.weight of the weights has 514 positions, of which RoBERTa and BART "
                     "leave two unused"));
    QVERIFY(why("embed_positions.weight", {66, 8})
                .endsWith("leave two unused; if this network uses all, set \"input\": {\"shape\": [66]}"));
  }

  void shortestOfSeveral() {
    const std::vector<TensorHeader> list = {tensor("decoder.pos_embed", {1, 64, 8}),
                                            tensor("encoder.pos_embed", {1, 48, 8}),
                                            tensor("head.pos_embed", {1, 80, 8})};
    QCOMPARE(positionTable(list)->length, std::int64_t{48});
  }

  /// Seven tokens for a network of five: cut, told, and the variables are words that are left.
  void longTextsAreCut() {
    RunFolder folder;
    folder.write("step_1.safetensors", checkpoint("pos_embed", 5));
    writeTexts(folder);
    const auto run = Run::open(folder.path());
    QCOMPARE(run.samples().format.shape, Shape{5});
    QCOMPARE(run.samples().samples[0].values, (std::vector<float>{2, 5, 6, 5, 3}));
    QVERIFY2(inputs(run).contains("texts are truncated to 5 tokens: pos_embed of the weights has that many positions "
                                  "[input.shape]"),
             qPrintable(inputs(run)));
    const auto variables = run.variables();
    QCOMPARE(variables[0].count(), 2);
    QVERIFY(variables[0][1].elements.back() < 4);
  }

  /// A doubt about the rows stands in the sentence that tells of the cut.
  void doubtedCutIsTold() {
    RunFolder folder;
    folder.write("step_1.safetensors", checkpoint("embed_positions.weight", 66));
    std::string text = "good";
    for (int i = 1; i < 70; ++i) text += " film";
    writeTexts(folder);
    folder.write("samples.jsonl", quoted("{'text': '") + text + quoted("', 'label': 1}\n"));
    const auto run = Run::open(folder.path());
    QCOMPARE(run.samples().format.shape, Shape{64});
    QVERIFY2(inputs(run).contains(
                 "texts are truncated to 64 tokens: embed_positions.weight of the weights has 66 positions"),
             qPrintable(inputs(run)));
  }

  void otherLengthsStay_data() {
    QTest::addColumn<QString>("described");
    QTest::addColumn<qint64>("rows");
    QTest::addColumn<qint64>("length");
    QTest::newRow("more positions than tokens") << "{}" << qint64{12} << qint64{7};
    QTest::newRow("as many") << "{}" << qint64{7} << qint64{7};
    QTest::newRow("run.json is right") << "{'input': {'shape': [6]}}" << qint64{5} << qint64{6};
  }

  void otherLengthsStay() {
    QFETCH(QString, described);
    QFETCH(qint64, rows);
    QFETCH(qint64, length);
    RunFolder folder;
    folder.write("step_1.safetensors", checkpoint("pos_embed", rows));
    folder.write("run.json", quoted(described.toStdString()));
    writeTexts(folder);
    const auto run = Run::open(folder.path());
    QCOMPARE(run.samples().format.shape, Shape{length});
    QVERIFY(!inputs(run).contains("cut"));
  }

  /// Ids are not shortened by guess: the network refuses them, and the finding says why.
  void idsAreLeft() {
    RunFolder folder;
    folder.write("step_1.safetensors", checkpoint("pos_embed", 5));
    folder.write("samples.jsonl", quoted("{'ids': [2, 5, 6, 5, 7, 6, 3], 'label': 1}\n"));
    const auto run = Run::open(folder.path());
    QCOMPARE(run.samples().format.shape, Shape{7});
    QVERIFY2(inputs(run).contains("the network takes 5 tokens (pos_embed of the weights has that many positions), but "
                                  "the samples have 7."),
             qPrintable(inputs(run)));
  }
};

QTEST_APPLESS_MAIN(TextLengthTest)
#include "tst_text_length.moc"
