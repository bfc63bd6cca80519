// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/read_samples.h"
#include "core/input/table/table_samples.h"
#include "tests/core/input/failure.h"
#include "tests/core/near.h"

#include <QFile>
#include <QTemporaryDir>

using namespace spindle;
using spindle::test::failsWith;

namespace {

SampleSet read(const QString& text, const SampleHints& hints = {}) {
  return samplesFromTable(text.toStdString(), "t.csv", hints);
}

QString values(const SampleSet& set) {
  QStringList rows;
  for (const auto& sample : set.samples) {
    QStringList cells;
    for (const float value : sample.values) cells << QString::number(static_cast<double>(value));
    rows << cells.join(' ') + ':' + QString::number(sample.target);
  }
  return rows.join('|');
}

QString joined(const std::vector<std::string>& list) {
  QStringList all;
  for (const auto& item : list) all << QString::fromStdString(item);
  return all.join(',');
}

QString notes(const SampleSet& set) {
  return joined(set.notes);
}

}  // namespace

class TableSamplesTest : public QObject {
  Q_OBJECT
 private slots:
  void reads_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("classes");
    QTest::newRow("target column first") << "target,a,b\n1,2,3\n0,4,5\n"
                                         << "2 3:1|4 5:0"
                                         << "a,b"
                                         << "";
    QTest::newRow("Label, any case") << "a,Label,b\n1,0,2\n"
                                     << "1 2:0"
                                     << "a,b"
                                     << "";
    QTest::newRow("last column") << "a,b,kind\n1,2,0\n3,4,1\n"
                                 << "1 2:0|3 4:1"
                                 << "a,b"
                                 << "";
    QTest::newRow("words as labels, sorted") << "a,class\n1,setosa\n2,iris\n3,setosa\n"
                                             << "1:1|2:0|3:1"
                                             << "a"
                                             << "iris,setosa";
    QTest::newRow("negative labels") << "a,y\n1,-1\n2,1\n"
                                     << "1:0|2:1"
                                     << "a"
                                     << "-1,1";
    QTest::newRow("regression") << "a,y\n1,0.5\n2,1\n"
                                << "1:0|2:0"
                                << "a"
                                << "";
    QTest::newRow("semicolons") << "a;b;y\n1;2.5;0\n"
                                << "1 2.5:0"
                                << "a,b"
                                << "";
    QTest::newRow("decimal commas") << "a;b;y\n1,25;2;0\n-3,5;1e-3;1\n"
                                    << "1.25 2:0|-3.5 0.001:1"
                                    << "a,b"
                                    << "";
    QTest::newRow("tabs") << "a\tb\ty\n1\t2\t0\n"
                          << "1 2:0"
                          << "a,b"
                          << "";
    QTest::newRow("bars") << "a|b|y\n1|2|0\n"
                          << "1 2:0"
                          << "a,b"
                          << "";
    QTest::newRow("quotes and commas inside") << "\"a, in\"\"ch\"\"\",b,y\n\"1\",2,0\n"
                                              << "1 2:0"
                                              << "a, in\"ch\",b"
                                              << "";
    QTest::newRow("CR LF, blank lines, no last newline") << "a,y\r\n\r\n1,0\r\n2,1"
                                                         << "1:0|2:1"
                                                         << "a"
                                                         << "";
    QTest::newRow("CR alone") << "a,y\r1,0\r2,1\r"
                              << "1:0|2:1"
                              << "a"
                              << "";
    QTest::newRow("byte order mark") << "\uFEFFa,y\n1,0\n"
                                     << "1:0"
                                     << "a"
                                     << "";
    QTest::newRow("blanks around") << " a , y \n 1 , 0 \n"
                                   << "1:0"
                                   << "a"
                                   << "";
    QTest::newRow("index column without a name") << ",a,y\n0,5,1\n1,6,0\n"
                                                 << "5:1|6:0"
                                                 << "a"
                                                 << "";
    QTest::newRow("categories, sorted") << "a,y\nred,0\nblue,1\nred,1\n"
                                        << "1:0|0:1|1:1"
                                        << "a"
                                        << "";
    QTest::newRow("a category among numbers") << "zip,y\n123,0\nA9,1\n"
                                              << "0:0|1:1"
                                              << "zip"
                                              << "";
    QTest::newRow("question mark is a category among words") << "w,y\n?,0\nx,1\n"
                                                             << "0:0|1:1"
                                                             << "w"
                                                             << "";
    QTest::newRow("no header") << "5.1,3.5,0\n4.9,3.0,1\n"
                               << "5.1 3.5:0|4.9 3:1"
                               << "column 0,column 1"
                               << "";
    QTest::newRow("numbered header") << "0,1,2,3\n5,6,7,1\n"
                                     << "5 6 7:1"
                                     << "0,1,2"
                                     << "";
    QTest::newRow("split and name") << "name,a,split,y\nx,1,train,0\ny,2,test,1\n"
                                    << "1:0|2:1"
                                    << "a"
                                    << "";
    QTest::newRow("one-hot lists as labels") << "a,label\n1,\"[1, 0, 0]\"\n2,\"[0, 1, 0]\"\n3,\"[0, 0, 1]\"\n"
                                             << "1:0|2:1|3:2"
                                             << "a"
                                             << "";
    QTest::newRow("one-hot lists of numpy") << "a,label\n1,[1. 0.]\n2,[0. 1.]\n"
                                            << "1:0|2:1"
                                            << "a"
                                            << "";
    QTest::newRow("one-hot lists, decimal commas") << "a;label\n1,5;[1, 0]\n2,5;[0, 1]\n"
                                                   << "1.5:0|2.5:1"
                                                   << "a"
                                                   << "";
    QTest::newRow("words in brackets") << "a,label\n1,[PAD]\n2,[CLS]\n"
                                       << "1:1|2:0"
                                       << "a"
                                       << "[CLS],[PAD]";
    QTest::newRow("plus signs and exponents") << "a,y\n+1.5e2,0\n-2E-1,0\n"
                                              << "150:0|-0.2:0"
                                              << "a"
                                              << "";
  }
  void reads() {
    QFETCH(QString, text);
    const auto set = read(text);
    QTEST(values(set), "expected");
    QTEST(joined(set.columns), "columns");
    QTEST(joined(set.classes), "classes");
    QCOMPARE(set.format.kind, InputKind::tabular);
    QCOMPARE(set.format.shape.at(0), static_cast<std::int64_t>(set.columns.size()));
  }

  void refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("parts");
    const auto row = [](const char* name, const char* text, const QStringList& parts) {
      QTest::newRow(name) << QString(text) << parts;
    };
    row("empty cell", "a,b,y\n1,2,0\n1,,0\n", {"t.csv", "row 2", "line 3", "\"b\"", "empty"});
    row("lists of several", "a,y\n1,\"[1, 0]\"\n2,\"[1, 1]\"\n", {"\"y\"", "sample 1", "one-hot", "whole number"});
    row("lists of names", "a,y\n1,\"['x', 'y']\"\n2,\"['x']\"\n", {"sample 0", "lists of names"});
    row("no label among numbers", "a,y\n1,1\n2,2\n3,NA\n", {"\"y\"", "\"NA\"", "\"classes\" in run.json"});
    row("NaN among labels", "a,y\n1,0\n2,2\n3,nan\n", {"\"y\"", "\"nan\"", "\"classes\" in run.json"});
    row("empty label", "a,y\n1,\n", {"row 1", "\"y\"", "empty"});
    row("NaN", "a,y\n1,0\nnan,0\n", {"row 2", "\"a\"", "nan"});
    row("infinity", "a,y\n1e999,0\ninf,0\n", {"row 1", "\"a\"", "1e999"});
    row("larger than float", "a,y\n1e300,0\n", {"row 1", "1e300", "finite"});
    row("NA among numbers", "a,y\n1,0\nNA,0\n", {"row 2", "\"a\"", "\"NA\"", "numbers"});
    row("short row", "a,b,y\n1,2,0\n1,2\n", {"line 3", "2 cells", "3"});
    row("long row", "a,b,y\n1,2,0,4\n", {"line 2", "4 cells", "3"});
    row("nothing", "", {"empty"});
    row("header only", "a,b,y\n", {"no rows"});
    row("open quotation", "a,y\n\"1,0\n2,0\n", {"line 2", "unterminated quote"});
    row("text after quotation", "a,y\n\"1\"x,0\n", {"line 2", "quotation mark"});
  }
  void refuses() {
    QFETCH(QString, text);
    QFETCH(QStringList, parts);
    QVERIFY(failsWith([&] { read(text); }, parts));
  }

  void utf16IsRefused() {
    QVERIFY(failsWith(
        [] {
          samplesFromTable(
              "\xff\xfe"
              "a",
              "t.csv", {});
        },
        {"UTF-16", "UTF-8"}));
  }

  void hintsAreFollowed() {
    SampleHints hints;
    hints.columns = {"c", "A"};
    hints.target = "b";
    hints.mean = {1, 2};
    hints.classes = {"no", "yes"};
    const auto set = read("a,b,c\n1,yes,3\n4,no,6\n", hints);
    QCOMPARE(values(set), QString("3 1:1|6 4:0"));
    QCOMPARE(joined(set.columns), QString("c,a"));
    QCOMPARE(set.format.mean, hints.mean);
    QVERIFY(failsWith([&] { read("a,b,c\n1,maybe,3\n", hints); }, {"\"maybe\"", "no, yes", "\"b\""}));
    hints.columns = {"ago"};
    QVERIFY(failsWith([&] { read("age,b\n1,yes\n", hints); }, {"\"ago\"", "nearest is \"age\""}));
    SampleHints shape;
    shape.kind = InputKind::tabular;
    shape.shape = {3};
    QVERIFY(failsWith([&] { read("a,b,y\n1,2,0\n", shape); }, {"[2]", "[3]"}));
    const auto unlabeled = read("a,b,c\n1,2,3\n", shape);
    QCOMPARE(values(unlabeled), QString("1 2 3:0"));
    QVERIFY(notes(unlabeled).contains("no label column"));
  }

  void imagesInRows() {
    SampleHints hints;
    hints.kind = InputKind::image;
    hints.shape = {1, 2, 2};
    const auto bytes = read("label,p0,p1,p2,p3\n7,0,51,255,0\n", hints);
    QCOMPARE(values(bytes), QString("0 0.2 1 0:7"));
    QVERIFY(notes(bytes).contains("divided by 255"));
    const auto fractions = read("label,p0,p1,p2,p3\n7,0,0.5,1,0\n", hints);
    QCOMPARE(values(fractions), QString("0 0.5 1 0:7"));
  }

  void notesSayWhatWasGuessed() {
    QVERIFY(notes(read("a,b\n1,0\n")).contains("labels from column \"b\", the last one"));
    QVERIFY(notes(read("a,y\nred,0\nblue,0\n")).contains("column \"a\" holds words"));
    QVERIFY(notes(read("a;y\n1,5;0\n")).contains("decimal comma"));
    QVERIFY(notes(read("a,y\n1,0.5\n")).contains("measured values"));
    QVERIFY(notes(read("5.1,3.5,0\n")).contains("no header"));
  }

  void whatLabelsAreIsTold_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("flags");
    QTest::addColumn<QString>("note");
    QTest::newRow("numbers") << "a,y\n1,0\n2,1\n3,2\n"
                             << ""
                             << "";
    QTest::newRow("words") << "a,y\n1,bee\n2,ant\n3,cat\n"
                           << "guessed"
                           << "labels: 0 = ant, 1 = bee, 2 = cat, in sorted order (\"classes\" in run.json)";
    QTest::newRow("measured") << "a,y\n1,0.5\n2,1.25\n"
                              << "measured"
                              << "\"output\": \"value\" and \"score\": \"value\" in run.json";
    QTest::newRow("-1 and +1") << "a,y\n1,-1\n2,1\n"
                               << ""
                               << "in the order -1, 1";
    QTest::newRow("-1 for no label") << "a,y\n1,-1\n2,0\n3,1\n4,2\n"
                                     << "renumbered"
                                     << "in the order -1, 0, 1";
    QTest::newRow("-1 alone") << "a,y\n1,-1\n2,-1\n"
                              << "renumbered"
                              << "";
  }
  void whatLabelsAreIsTold() {
    QFETCH(QString, text);
    QFETCH(QString, note);
    const auto set = read(text);
    QStringList flags;
    if (set.classesGuessed) flags << "guessed";
    if (set.measuredTargets) flags << "measured";
    if (set.labelsRenumbered) flags << "renumbered";
    if (set.severalLabels) flags << "several";
    QTEST(flags.join(' '), "flags");
    QVERIFY2(notes(set).contains(note), qPrintable(notes(set)));
    QCOMPARE(notes(set).contains("sorted order"), set.classesGuessed);
  }

  void splitsAndNames() {
    const auto set = read("name,a,split,y\nx,1,train,0\ny,2,test,1\nz,2,train,1\n");
    QCOMPARE(QString::fromStdString(set.samples[1].name), QString("y"));
    QVERIFY(set.samples[0].split == Split::train && set.samples[1].split == Split::test);
  }

  void manyLabelsThatAreNoClasses() {
    QString text = "a,y\n";
    for (int i = 0; i < 60; ++i) text += QString("%1,name%1\n").arg(i);
    QVERIFY(failsWith([&] { read(text); }, {"60 different words", "\"y\""}));
  }

  void fromAFile() {
    QTemporaryDir folder;
    QFile file(folder.filePath("rows.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("a,y\n1,0\n");
    file.close();
    const auto set = readSamples(file.fileName().toStdString());
    QCOMPARE(QString::fromStdString(set.source), QString("rows.csv"));
    QVERIFY(failsWith([&] { readSamples(folder.filePath("none.csv").toStdString()); }, {"none.csv"}));
  }
};

QTEST_APPLESS_MAIN(TableSamplesTest)
#include "tst_table_samples.moc"
