// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/read_samples.h"
#include "core/input/text/text_samples.h"
#include "tests/core/input/failure.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

using namespace spindle;
using spindle::test::failsWith;

namespace {

const WordPieceTokenizer& bert() {
  static const WordPieceTokenizer tokenizer("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nfine\nspin\n##dle\nfilm\n!\nbad\n",
                                            {}, "vocab.txt");
  return tokenizer;
}

QString summary(const SampleSet& set) {
  QStringList items;
  for (const auto& sample : set.samples) {
    QStringList ids, words;
    for (const float id : sample.values) ids << QString::number(static_cast<double>(id));
    for (std::size_t w = 0; w < sample.words.size(); ++w) {
      QStringList places;
      for (const auto place : sample.wordTokens.at(w)) places << QString::number(place);
      words << QString::fromStdString(sample.words[w]) + '@' + places.join('+');
    }
    items << QString("%1 / %2 = %3").arg(ids.join(' '), words.join(' ')).arg(sample.target);
  }
  return items.join("; ");
}

std::string linesOf(const QStringList& labels, const char* key = "label") {
  QString text;
  for (const auto& label : labels) text += QString("{\"ids\": [1, 2], \"%1\": %2}\n").arg(key, label);
  return text.toStdString();
}

}  // namespace

class TextSamplesTest : public QObject {
  Q_OBJECT
 private slots:
  void readsJsonLines_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<qint64>>("shape");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text and label") << R"({"text": "A fine spindle!", "label": 1})" << QList<qint64>{}
                                    << "2 5 6 7 8 10 3 / A@1 fine@2 spindle@3+4 !@5 = 1";
    QTest::newRow("sentence, words as labels") << R"({"sentence": "fine", "label": "spam"}
{"sentence": "bad", "label": "ham"})" << QList<qint64>{}
                                               << "2 6 3 / fine@1 = 1; 2 11 3 / bad@1 = 0";
    QTest::newRow("filled") << R"({"text": "fine", "y": 0})" << QList<qint64>{5} << "2 6 3 0 0 / fine@1 = 0";
    QTest::newRow("filled to the longest") << "{\"text\": \"fine\"}\n\n{\"text\": \"a film\"}" << QList<qint64>{}
                                           << "2 6 3 0 / fine@1 = 0; 2 5 9 3 / a@1 film@2 = 0";
    QTest::newRow("cut, the end stays") << R"({"text": "a fine spindle film", "label": 0})" << QList<qint64>{5}
                                        << "2 5 6 7 3 / a@1 fine@2 spindle@3 film@ = 0";
    QTest::newRow("words") << R"({"words": ["a fine", "spindle", "zzz"], "label": 0})" << QList<qint64>{}
                           << "2 5 6 7 8 1 3 / a fine@1+2 spindle@3+4 zzz@5 = 0";
    QTest::newRow("ids and inner words") << R"({"ids": [2, 50, 60, 3], "words": ["x", "y"], "label": true})"
                                         << QList<qint64>{} << "2 50 60 3 / x@1 y@2 = 1";
    QTest::newRow("ids alone") << R"({"ids": [7, 8], "label": 0})" << QList<qint64>{3} << "7 8 0 / 7@0 8@1 = 0";
  }
  void readsJsonLines() {
    QFETCH(QString, text);
    QFETCH(QList<qint64>, shape);
    SampleHints hints;
    hints.shape.assign(shape.begin(), shape.end());
    const auto set = samplesFromJsonLines(text.toStdString(), "t.jsonl", hints, &bert());
    QTEST(summary(set), "expected");
    QCOMPARE(set.format.kind, InputKind::text);
  }

  void readsTables_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("GLUE") << "sentence\tlabel\n\"a fine\t1\nbad\t0\n"
                          << "2 1 5 6 3 / \"@1 a@2 fine@3 = 1; 2 11 3 0 0 / bad@1 = 0";
    QTest::newRow("label first, no header") << "spam\ta film\nham\tbad film\n"
                                            << "2 5 9 3 / a@1 film@2 = 1; 2 11 9 3 / bad@1 film@2 = 0";
    QTest::newRow("no labels") << "text\tname\na\tfirst\n"
                               << "2 5 3 / a@1 = 0";
  }
  void readsTables() {
    QFETCH(QString, text);
    QTEST(summary(samplesFromTextTable(text.toStdString(), "t.tsv", {}, &bert(), '\t', false)), "expected");
  }

  void refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("parts");
    const auto row = [](const char* name, const char* text, const QStringList& parts) {
      QTest::newRow(name) << QString(text) << parts;
    };
    row("no JSON", "{\"text\": \"a\", \"label\": 0}\n{\"text\": ", {"t.jsonl", "line 2", "not valid JSON"});
    const std::string deep = std::string(200000, '[') + std::string(200000, ']');
    row("nested label", ("{\"text\": \"a\", \"label\": " + deep + "}").c_str(), {"t.jsonl", "line 1", "levels"});
    row("nested name", ("{\"text\": \"a\", \"name\": " + deep + "}").c_str(), {"line 1", "levels"});
    row("no object", "[1, 2]", {"line 1", "not a JSON object"});
    row("wrong type", "{\"text\": 3}", {"line 1", "wrong type"});
    row("no text", "{\"label\": 3}", {"line 1", "no text"});
    row("some labels", "{\"text\": \"a\", \"label\": 0}\n{\"text\": \"a\"}", {"1 of 2"});
    row("ids and words", "{\"ids\": [1, 2, 3], \"words\": [\"a\", \"b\"]}", {"2 words", "3 ids"});
    row("negative id", "{\"ids\": [1, -2]}", {"-2"});
    row("nothing", "\n\n", {"no samples"});
  }
  void refuses() {
    QFETCH(QString, text);
    QFETCH(QStringList, parts);
    QVERIFY(failsWith([&] { samplesFromJsonLines(text.toStdString(), "t.jsonl", {}, &bert()); }, parts));
  }

  // Taken for words, one-hot rows were numbered in sorted order, which turns them round.
  void listsAsLabels_data() {
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QList<int>>("expected");
    QTest::addColumn<bool>("several");
    QTest::newRow("one-hot") << QStringList{"[1, 0, 0]", "[0, 1, 0]", "[0, 0, 1]"} << "" << QList<int>{0, 1, 2}
                             << false;
    QTest::newRow("one-hot, true and false")
        << QStringList{"[false, true]", "[true, false]"} << "" << QList<int>{1, 0} << false;
    QTest::newRow("one-hot, floats") << QStringList{"[0.0, 1.0]", "[1.0, 0.0]"} << "" << QList<int>{1, 0} << false;
    QTest::newRow("one number each") << QStringList{"[0]", "[2]", "[1]"} << "" << QList<int>{0, 2, 1} << false;
    QTest::newRow("one word each") << QStringList{"[\"b\"]", "[\"a\"]"} << "" << QList<int>{1, 0} << false;
    QTest::newRow("several, one chosen") << QStringList{"[1, 0, 1]", "[0, 1, 0]"} << "2" << QList<int>{2, 2} << true;
    QTest::newRow("soft, one chosen") << QStringList{"[0.8, 0.2]", "[0.3, 0.7]"} << "1" << QList<int>{1, 1} << true;
    QTest::newRow("target is the key") << QStringList{"[0, 1]", "[1, 0]"} << "label" << QList<int>{1, 0} << false;
  }
  void listsAsLabels() {
    QFETCH(QStringList, labels);
    QFETCH(QString, target);
    QFETCH(QList<int>, expected);
    SampleHints hints;
    hints.target = target.toStdString();
    const auto set = samplesFromJsonLines(linesOf(labels), "t.jsonl", hints, nullptr);
    QList<int> targets;
    for (const auto& sample : set.samples) targets << static_cast<int>(sample.target);
    QCOMPARE(targets, expected);
    QTEST(set.severalLabels, "several");
  }

  void labelsThatAreNoClass_data() {
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("parts");
    const QStringList rows{"the label holds rows of 3 numbers", "sample 1", "one-hot", "\"target\" in run.json"};
    QTest::newRow("several") << QStringList{"[1, 0, 0]", "[0, 1, 1]"} << "" << rows;
    QTest::newRow("none") << QStringList{"[1, 0, 0]", "[0, 0, 0]"} << "" << rows;
    QTest::newRow("soft") << QStringList{"[1, 0, 0]", "[0.1, 0.8, 0.1]"} << "" << rows;
    QTest::newRow("names") << QStringList{"[\"a\", \"b\"]", "[\"b\"]"} << "" << QStringList{"line 1", "lists of names"};
    QTest::newRow("object") << QStringList{"0", "{\"id\": 2}"} << "" << QStringList{"line 2", "objects"};
    QTest::newRow("nothing") << QStringList{"[]", "[1]"} << "" << QStringList{"line 1", "not one class"};
    QTest::newRow("null") << QStringList{"[null]", "[1]"} << "" << QStringList{"line 1", "not one class"};
    QTest::newRow("list of lists") << QStringList{"[[1, 0]]", "[1]"} << "" << QStringList{"line 1", "not one class"};
    QTest::newRow("lengths") << QStringList{"[0, 1]", "[1, 0, 0]"} << ""
                             << QStringList{"sample 1", "different lengths"};
    QTest::newRow("some lists") << QStringList{"[0, 1]", "1"} << "" << QStringList{"1 of 2", "single labels"};
    QTest::newRow("numbers and words") << QStringList{"1", "\"none\""} << ""
                                       << QStringList{"numbers", "\"none\"", "\"classes\" in run.json"};
    QTest::newRow("no such label") << QStringList{"[1, 1]", "[0, 1]"} << "2" << QStringList{"\"2\"", "0 to 1"};
    QTest::newRow("no such key") << QStringList{"0", "1"} << "labl" << QStringList{"\"labl\"", "\"target\""};
    QTest::newRow("a key in some lines") << QStringList{"0", "1, \"topic\": 1"} << "topic" << QStringList{"1 of 2"};
  }
  void labelsThatAreNoClass() {
    QFETCH(QStringList, labels);
    QFETCH(QString, target);
    QFETCH(QStringList, parts);
    SampleHints hints;
    hints.target = target.toStdString();
    QVERIFY(failsWith([&] { samplesFromJsonLines(linesOf(labels), "t.jsonl", hints, nullptr); }, parts));
  }

  void oneOfSeveralLabelsByItsClass() {
    SampleHints hints;
    hints.classes = {"ant", "bee", "cat"};
    hints.target = "bee";
    const auto set = samplesFromJsonLines(linesOf({"[1, 0, 1]", "[0, 1, 1]"}, "labels"), "t.jsonl", hints, nullptr);
    QVERIFY(set.severalLabels);
    QCOMPARE(set.samples[1].target, 1);
  }

  void wordsAsLabelsAreTold() {
    const auto set = samplesFromJsonLines(linesOf({"\"cat\"", "\"ant\"", "\"bee\""}), "t.jsonl", {}, nullptr);
    QVERIFY(set.classesGuessed);
    QVERIFY(std::ranges::any_of(set.notes, [](const auto& note) {
      return note.find("0 = ant, 1 = bee, 2 = cat, in sorted order") != note.npos;
    }));
    SampleHints hints;
    hints.classes = {"cat", "bee", "ant"};
    const auto named = samplesFromJsonLines(linesOf({"\"cat\"", "\"ant\""}), "t.jsonl", hints, nullptr);
    QVERIFY(!named.classesGuessed);
    QCOMPARE(named.samples[1].target, 2);
  }

  void targetOfATableIsAColumn() {
    SampleHints hints;
    hints.target = "labl";
    QVERIFY(failsWith([&] { samplesFromTextTable("text,label\na,1\n", "t.csv", hints, &bert(), ',', true); },
                      {"t.csv", "\"labl\"", "\"target\""}));
  }

  /// Token 0 is a word in many vocabularies; texts filled up with it would be other texts.
  void whatFillsShortTextsIsNotGuessed() {
    const WordPieceTokenizer none("the\n[UNK]\n[CLS]\n[SEP]\na\nfine\nfilm\n", {}, "vocab.txt");
    const std::string lines = "{\"text\": \"a fine film\"}\n{\"text\": \"fine\"}";
    QVERIFY(failsWith([&] { samplesFromJsonLines(lines, "t.jsonl", {}, &none); },
                      {"different lengths", "no [PAD]", "\"padding\" under \"input\""}));
    QCOMPARE(
        samplesFromJsonLines("{\"text\": \"a film\"}\n{\"text\": \"the film\"}", "t.jsonl", {}, &none).samples.size(),
        std::size_t{2});
    const std::string ids = "{\"ids\": [0, 1, 2]}\n{\"ids\": [3]}";
    QVERIFY(
        failsWith([&] { samplesFromJsonLines(ids, "t.jsonl", {}, nullptr); }, {"token 0", "in use", "\"padding\""}));
    SampleHints hints;
    hints.padding = 6;
    QCOMPARE(summary(samplesFromJsonLines(lines, "t.jsonl", hints, &none)),
             QString("2 4 5 6 3 / a@1 fine@2 film@3 = 0; 2 5 3 6 6 / fine@1 = 0"));
    QCOMPARE(summary(samplesFromJsonLines(ids, "t.jsonl", hints, nullptr)),
             QString("0 1 2 / 0@0 1@1 2@2 = 0; 3 6 6 / 3@0 = 0"));
  }

  void idsThatAreTooLong() {
    SampleHints hints;
    hints.shape = {2};
    QVERIFY(
        failsWith([&] { samplesFromJsonLines(R"({"ids": [1, 2, 3]})", "t.jsonl", hints, nullptr); }, {"[3]", "[2]"}));
  }

  void vocabularyIsFoundBesideTheFile() {
    QTemporaryDir folder;
    const auto write = [&](const QString& name, const QByteArray& bytes) {
      QFile file(folder.filePath(name));
      return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    const auto path = folder.filePath("samples.jsonl").toStdString();
    QVERIFY(write("samples.jsonl", "{\"text\": \"A fine film\", \"label\": 0}"));
    QVERIFY(failsWith([&] { readSamples(path); }, {"vocab.txt", "line 1"}));
    QVERIFY(write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nA\nfine\nfilm\n"));
    QCOMPARE(summary(readSamples(path)), QString("2 5 6 7 3 / A@1 fine@2 film@3 = 0"));
    QVERIFY(write("tokenizer_config.json", R"({"do_lower_case": true})"));
    QCOMPARE(summary(readSamples(path)), QString("2 4 6 7 3 / A@1 fine@2 film@3 = 0"));
    SampleHints hints;
    hints.lowerCase = false;
    QCOMPARE(summary(readSamples(path, hints)), QString("2 5 6 7 3 / A@1 fine@2 film@3 = 0"));
    QVERIFY(write("rows.csv", "text,label\n\"fine, film\",1\n"));
    QCOMPARE(summary(readSamples(folder.filePath("rows.csv").toStdString())),
             QString("2 6 1 7 3 / fine@1 ,@2 film@3 = 1"));
    QVERIFY(write("rows.tsv", "sentence\tlabel\nfine film\t1\n"));
    QCOMPARE(summary(readSamples(folder.filePath("rows.tsv").toStdString())), QString("2 6 7 3 / fine@1 film@2 = 1"));
    const QByteArray deep = QByteArray(200000, '[') + QByteArray(200000, ']');
    QVERIFY(write("tokenizer.json", "{\"model\": {\"type\": " + deep + "}}"));
    hints.vocabulary = folder.filePath("tokenizer.json").toStdString();
    QVERIFY(failsWith([&] { readSamples(path, hints); }, {"tokenizer.json", "levels deep"}));
    hints.vocabulary = folder.filePath("none.txt").toStdString();
    QVERIFY(failsWith([&] { readSamples(path, hints); }, {"none.txt"}));
  }
};

QTEST_APPLESS_MAIN(TextSamplesTest)
#include "tst_text_samples.moc"
