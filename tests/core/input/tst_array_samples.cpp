// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/array_samples.h"
#include "core/input/arrays/binary_samples.h"
#include "core/input/arrays/hdf5_arrays.h"
#include "core/input/read_samples.h"
#include "tests/core/input/failure.h"
#include "tests/core/near.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <cstring>
#include <limits>

using namespace spindle;
using spindle::test::failsWith;

namespace {

const QString arraysFolder = QStringLiteral(SPINDLE_GOLDEN_DIR) + "/input/arrays/";

SampleHints hintsFrom(const QJsonObject& json) {
  SampleHints hints;
  if (json.contains("kind")) hints.kind = inputKindFrom(json["kind"].toString().toStdString());
  for (const auto& size : json["shape"].toArray()) hints.shape.push_back(size.toInt());
  return hints;
}

NpyArray floats(const char* name, std::vector<std::int64_t> shape, const std::vector<float>& values) {
  NpyArray array{name, false, {ElementType::float32, std::move(shape), {}}, {}};
  array.tensor.bytes.resize(values.size() * sizeof(float));
  if (!values.empty()) std::memcpy(array.tensor.bytes.data(), values.data(), array.tensor.bytes.size());
  return array;
}

NpyArray texts(const char* name, std::vector<std::int64_t> shape, std::vector<std::string> cells) {
  return {name, true, {ElementType::uint8, std::move(shape), {}}, std::move(cells)};
}

template <class Items, class Text>
QString joined(const Items& items, const char* separator, Text text) {
  QStringList list;
  for (const auto& item : items) list << text(item);
  return list.join(separator);
}

}  // namespace

class ArraySamplesTest : public QObject {
  Q_OBJECT
 private slots:
  void columnsOfATableAreNamed() {
    const auto inputs = floats("x", {2, 3}, {1, 2, 3, 4, 5, 6});
    for (const char* name : {"columns", "feature_names"}) {
      const auto set = samplesFromArrays({inputs, texts(name, {3}, {"age", "größe", "dose"})}, "a.npz", {});
      QVERIFY(set.columns == (std::vector<std::string>{"age", "größe", "dose"}));
    }
    // Those of another table are told and not used.
    const auto other = samplesFromArrays({inputs, texts("columns", {2}, {"age", "dose"})}, "a.npz", {});
    QVERIFY(other.columns.empty());
    QVERIFY(std::ranges::any_of(other.notes, [](const auto& note) { return note.find("2 names for 3") != note.npos; }));
  }

  // Golden: tests/golden/input/make_arrays.py with numpy, h5py and torch.
  void readsWhatPythonWrote_data() {
    QTest::addColumn<QJsonObject>("expected");
    QFile file(arraysFolder + "arrays.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    int number = 0;
    for (const auto& item : QJsonDocument::fromJson(file.readAll()).array()) {
      const auto object = item.toObject();
      QTest::addRow("%d %s", number++, qPrintable(object["file"].toString())) << object;
    }
    QVERIFY(number > 20);
  }
  void readsWhatPythonWrote() {
    QFETCH(QJsonObject, expected);
    const auto set = readSamples((arraysFolder + expected["file"].toString()).toStdString(),
                                 hintsFrom(expected["hints"].toObject()));
    QCOMPARE(QString::fromStdString(toText(set.format.kind)), expected["kind"].toString());
    QStringList shape;
    for (const auto& size : expected["shape"].toArray()) shape << QString::number(size.toInt());
    QCOMPARE(joined(set.format.shape, ",", [](std::int64_t s) { return QString::number(s); }), shape.join(','));
    QStringList targets;
    for (const auto& target : expected["targets"].toArray()) targets << QString::number(target.toInt());
    QCOMPARE(joined(set.samples, ",", [](const Sample& s) { return QString::number(s.target); }), targets.join(','));
    std::vector<float> all;
    for (const auto& sample : set.samples) all.insert(all.end(), sample.values.begin(), sample.values.end());
    const std::size_t step = all.size() < 2000 ? 1 : 61;
    std::vector<float> values;
    for (std::size_t i = 0; i < all.size(); i += step) values.push_back(all[i]);
    std::vector<double> wanted;
    for (const auto& value : expected["values"].toArray()) wanted.push_back(value.toDouble());
    QVERIFY(test::allNear(values, wanted, 1e-6));
    const auto notes = joined(set.notes, "; ", [](const std::string& n) { return QString::fromStdString(n); });
    QVERIFY2(notes.contains(expected["note"].toString()), qPrintable(notes));
    QStringList classes;
    for (const auto& name : expected["classes"].toArray()) classes << name.toString();
    QCOMPARE(joined(set.classes, ",", [](const std::string& c) { return QString::fromStdString(c); }),
             classes.join(','));
    if (const auto split = expected["split"].toString(); !split.isEmpty()) {
      QCOMPARE(
          joined(set.samples, " ", [](const Sample& s) { return QString(s.split == Split::test ? "test" : "train"); }),
          split);
    }
    QStringList names;
    for (const auto& name : expected["names"].toArray()) names << name.toString();
    if (names.isEmpty()) return;
    QCOMPARE(joined(set.samples, ",", [](const Sample& s) { return QString::fromStdString(s.name); }), names.join(','));
  }

  void refuses_data() {
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QStringList>("parts");
    QTest::newRow("shape") << "shape" << QStringList{"s.npz", "\"x\"", "[2, 3]", "[1, 28, 28]"};
    QTest::newRow("NaN") << "nan" << QStringList{"s.npz", "Sample \"1\"", "nan", "column 2"};
    QTest::newRow("rows") << "rows" << QStringList{"\"y\"", "3 rows", "2 inputs"};
    QTest::newRow("nothing") << "nothing" << QStringList{"no array of inputs", "\"weights\" [2, 3]", "\"x\""};
    QTest::newRow("no rank") << "rank" << QStringList{"[2]", "not a list of inputs"};
    QTest::newRow("labels of rank 2") << "labels" << QStringList{"\"y\"", "[2, 2]", "one-hot"};
    QTest::newRow("class without a name") << "classes" << QStringList{"label 5", "2 classes"};
    QTest::newRow("labels from 1") << "from 1" << QStringList{"count from 1", "1 to 2", "2 classes", "from 0"};
    QTest::newRow("empty") << "empty" << QStringList{"[0, 3]", "no values"};
    QTest::newRow("sizes of training and test") << "joined" << QStringList{"[3]", "[2]"};
    QTest::newRow("four rows of names") << "names" << QStringList{"\"name\"", "1 rows", "2 inputs"};
  }
  void refuses() {
    QFETCH(QString, problem);
    QFETCH(QStringList, parts);
    SampleHints hints;
    std::vector<float> x = {0, 1, 2, 3, 4, 5};
    std::vector<NpyArray> arrays;
    if (problem == "shape") hints.shape = {1, 28, 28};
    if (problem == "nan") x[5] = std::numeric_limits<float>::quiet_NaN();
    if (problem == "classes" || problem == "from 1") hints.classes = {"a", "b"};
    if (problem == "from 1") arrays.push_back(floats("y", {2}, {2, 1}));
    if (problem == "rows") arrays.push_back(floats("y", {3}, {0, 1, 2}));
    if (problem == "labels") arrays.push_back(floats("y", {2, 2}, {0, 1, 2, 3}));
    if (problem == "classes") arrays.push_back(floats("y", {2}, {1, 5}));
    if (problem == "names") arrays.push_back(floats("name", {1}, {1}));
    if (problem == "joined") {
      arrays = {floats("x_train", {2, 3}, x), floats("x_test", {3, 2}, x)};
    } else if (problem == "nothing") {
      arrays = {floats("weights", {2, 3}, x), floats("bias", {3}, {0, 0, 0})};
    } else if (problem == "rank") {
      arrays.push_back(floats("x", {2}, {1, 2}));
    } else if (problem == "empty") {
      arrays.push_back(floats("x", {0, 3}, {}));
    } else {
      arrays.push_back(floats("x", {2, 3}, x));
    }
    QVERIFY(failsWith([&] { samplesFromArrays(arrays, "s.npz", hints); }, parts));
  }

  // The file chose what was written behind the samples, before cells were counted.
  void oneCellForEachSample_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isText");
    QTest::addColumn<int>("columns");
    for (const char* name : {"y", "name", "split", "mislabeled"}) {
      for (const bool isText : {true, false}) {
        for (const int columns : {0, 2, 40}) {
          if (QString(name) == "y" && !isText && columns > 0) continue;  // rows of numbers, below
          QTest::addRow("%s, %s, %d columns", name, isText ? "texts" : "numbers", columns) << name << isText << columns;
        }
      }
    }
  }
  void oneCellForEachSample() {
    QFETCH(QString, name);
    QFETCH(bool, isText);
    QFETCH(int, columns);
    const auto key = name.toStdString();
    const auto cells = static_cast<std::size_t>(2 * columns);
    const std::vector<NpyArray> arrays{
        floats("x", {2, 3}, {0, 1, 2, 3, 4, 5}),
        isText
            ? texts(key.c_str(), {2, columns}, std::vector<std::string>(cells, "a cell of a file, as long as it likes"))
            : floats(key.c_str(), {2, columns}, std::vector<float>(cells, 1.0F))};
    QVERIFY(failsWith([&] { samplesFromArrays(arrays, "s.npz", {}); }, {"s.npz", key.c_str(), "one value for each"}));
  }

  void severalLabelsAreNoTarget_data() {
    QTest::addColumn<QList<float>>("rows");
    QTest::newRow("two labels") << QList<float>{0, 1, 0, 1, 1, 0};
    QTest::newRow("no label") << QList<float>{0, 1, 0, 0, 0, 0};
    QTest::newRow("soft labels") << QList<float>{0.1F, 0.9F, 0, 0, 1, 0};
    QTest::newRow("twos") << QList<float>{0, 2, 0, 1, 0, 0};
    QTest::newRow("not numbers") << QList<float>{0, 1, std::numeric_limits<float>::quiet_NaN(), 1, 0, 0};
  }
  void severalLabelsAreNoTarget() {
    QFETCH(QList<float>, rows);
    const auto x = floats("x", {2, 3}, {0, 1, 2, 3, 4, 5});
    const auto y = [](const QList<float>& cells) { return floats("y", {2, 3}, {cells.begin(), cells.end()}); };
    QVERIFY(failsWith(
        [&] {
          samplesFromArrays({x, y(rows)}, "s.npz", {});
        },
        {"s.npz", "\"y\" has the shape [2, 3]", "sample", "one-hot", "one whole number"}));
    const auto set = samplesFromArrays({x, y({0, 0, 1, 1, 0, 0})}, "s.npz", {});
    QCOMPARE(set.samples[0].target, 2);
    QCOMPARE(set.samples[1].target, 0);
  }

  void oneOfSeveralLabelsIsChosen() {
    const auto x = floats("x", {2, 3}, {0, 1, 2, 3, 4, 5});
    const auto y = floats("y", {2, 3}, {1, 0, 1, 0, 1, 1});
    SampleHints hints;
    hints.target = "2";
    const auto set = samplesFromArrays({x, y}, "s.npz", hints);
    QVERIFY(set.severalLabels);
    QCOMPARE(set.samples[0].target, 2);
    hints.target = "3";
    QVERIFY(failsWith([&] { samplesFromArrays({x, y}, "s.npz", hints); }, {"\"target\"", "\"3\"", "0 to 2"}));
    const auto lists = texts("y", {2}, {"[0 1]", "[1 0]"});
    QCOMPARE(samplesFromArrays({x, lists}, "s.npz", {}).samples[0].target, 1);
  }

  // Numbered part by part, a word that one part lacks shifted its labels.
  void trainingAndTestLabelsAreNumberedTogether_data() {
    QTest::addColumn<QStringList>("train");
    QTest::addColumn<QStringList>("test");
    QTest::addColumn<QList<int>>("expected");
    QTest::addColumn<bool>("renumbered");
    QTest::newRow("words") << QStringList{"wolf", "bear", "lynx"} << QStringList{"wolf", "lynx"}
                           << QList<int>{2, 0, 1, 2, 1} << false;
    QTest::newRow("words that the training lacks")
        << QStringList{"wolf", "lynx"} << QStringList{"wolf", "bear"} << QList<int>{2, 1, 2, 0} << false;
    QTest::newRow("-1 and +1") << QStringList{"-1", "1"} << QStringList{"1", "1"} << QList<int>{0, 1, 1, 1} << false;
    QTest::newRow("-1 for no label") << QStringList{"-1", "1"} << QStringList{"0", "1"} << QList<int>{0, 2, 1, 2}
                                     << true;
  }
  void trainingAndTestLabelsAreNumberedTogether() {
    QFETCH(QStringList, train);
    QFETCH(QStringList, test);
    QFETCH(QList<int>, expected);
    std::vector<NpyArray> arrays;
    for (const auto& [name, cells] : {std::pair("train", train), std::pair("test", test)}) {
      const auto rows = static_cast<std::int64_t>(cells.size());
      std::vector<float> numbers;
      std::vector<std::string> words;
      for (const auto& cell : cells) {
        numbers.push_back(cell.toFloat());
        words.push_back(cell.toStdString());
      }
      const auto label = std::string("y_") + name;
      arrays.push_back(floats((std::string("x_") + name).c_str(), {rows, 1}, std::vector<float>(words.size(), 1.0F)));
      arrays.push_back(words[0] == "wolf" ? texts(label.c_str(), {rows}, words)
                                          : floats(label.c_str(), {rows}, numbers));
    }
    const auto set = samplesFromArrays(arrays, "s.npz", {});
    QList<int> targets;
    for (const auto& sample : set.samples) targets << static_cast<int>(sample.target);
    QCOMPARE(targets, expected);
    QTEST(set.labelsRenumbered, "renumbered");
    QCOMPARE(set.classesGuessed, train[0] == "wolf");
  }

  void measuredLabelsOfOnePartStayMeasured() {
    const auto set = samplesFromArrays({floats("x_train", {2, 1}, {1, 2}), floats("y_train", {2}, {0.5F, 1.25F}),
                                        floats("x_test", {2, 1}, {1, 2}), floats("y_test", {2}, {-1, 1})},
                                       "s.npz", {});
    QVERIFY(set.measuredTargets);
    QVERIFY(std::ranges::any_of(set.notes, [](const auto& note) {
      return note.find("\"output\": \"value\" and \"score\": \"value\"") != note.npos;
    }));
  }

  void aLabelThatIsMissingIsNotMeasured() {
    QVERIFY(failsWith(
        [] {
          samplesFromArrays(
              {floats("x", {3, 1}, {1, 2, 3}), floats("y", {3}, {0, std::numeric_limits<float>::quiet_NaN(), 1})},
              "s.npz", {});
        },
        {"s.npz", "no label for sample 1", "leave out"}));
  }

  void movedChannelsAreTold_data() {
    QTest::addColumn<QList<qint64>>("shape");
    QTest::addColumn<bool>("moved");
    QTest::newRow("last") << QList<qint64>{1, 4, 5, 3} << true;
    QTest::newRow("first") << QList<qint64>{1, 3, 4, 5} << false;
    QTest::newRow("one channel, the same numbers") << QList<qint64>{1, 4, 5, 1} << false;
  }
  void movedChannelsAreTold() {
    QFETCH(QList<qint64>, shape);
    std::int64_t size = 1;
    for (const auto length : shape) size *= length;
    const std::vector<float> values(static_cast<std::size_t>(size), 0.5F);
    QTEST(samplesFromArrays({floats("x", {shape.begin(), shape.end()}, values)}, "s.npz", {}).channelsMoved, "moved");
  }

  void filesThatAreNoSamples() {
    QTemporaryDir folder;
    const auto write = [&](const QString& name, const QByteArray& bytes) {
      QFile file(folder.filePath(name));
      if (file.open(QIODevice::WriteOnly)) file.write(bytes);
      return folder.filePath(name).toStdString();
    };
    QVERIFY(failsWith([&] { readSamples(write("a.npz", "")); }, {"a.npz", "empty"}));
    QVERIFY(failsWith([&] { readSamples(write("a.h5", "no")); }, {"a.h5", "HDF5"}));
    QVERIFY(failsWith([&] { readHdf5Arrays("/no/such/file.h5"); }, {"file.h5", "cannot be opened"}));
    QVERIFY(failsWith([&] { readSamples(write("a.parquet", "PAR1")); }, {"a.parquet", ".jsonl"}));
    QVERIFY(failsWith([&] { readSamples(write("a.bin", QByteArray(3073, 'z'))); }, {"a.bin", "CIFAR"}));
    QVERIFY(failsWith(
        [&] {
          readSamples(write("a.idx", QByteArray("\0\0\x08\x01\0\0\0\x05"
                                                "ab",
                                                10)));
        },
        {"[5]", "2 bytes"}));
    QVERIFY(
        failsWith([&] { readSamples(write("b.idx", QByteArray("\0\0\x08\x03\0\0\0\x05", 8))); }, {"b.idx", "byte 4"}));
    QVERIFY(failsWith([&] { readSamples(folder.filePath("none").toStdString()); }, {"none", "cannot be opened"}));
  }

  void labelsBesideFollowNames() {
    QTemporaryDir folder;
    const QDir root(folder.path());
    for (const auto* name : {"y.npy", "y_train.npy", "train-labels.idx1-ubyte", "labels.npy"}) {
      QFile file(root.filePath(name));
      QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const auto beside = [&](const char* name) {
      const auto found = labelsBeside(root.filePath(name).toStdString());
      return found ? QString::fromStdString(found->filename().string()) : QString();
    };
    QCOMPARE(beside("X.npy"), QString("y.npy"));
    QCOMPARE(beside("x_train.npy"), QString("y_train.npy"));
    QCOMPARE(beside("train-images.idx3-ubyte"), QString("train-labels.idx1-ubyte"));
    QCOMPARE(beside("data.npy"), QString("labels.npy"));
    QCOMPARE(beside("extra.npy"), QString());
  }
};

QTEST_APPLESS_MAIN(ArraySamplesTest)
#include "tst_array_samples.moc"
