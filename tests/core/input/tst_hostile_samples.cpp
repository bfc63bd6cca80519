// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/input/arrays/input_arrays.h"
#include "core/input/arrays/sample_memory.h"
#include "core/input/image/image_file.h"
#include "core/input/read_samples.h"
#include "core/input/table/table_columns.h"
#include "core/input/table/table_rows.h"
#include "core/input/text/text_rows.h"
#include "core/input/text/text_samples.h"
#include "tests/core/input/failure.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QImageWriter>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace spindle;
using spindle::test::failsWith;

namespace {

const QString folder = QStringLiteral(SPINDLE_GOLDEN_DIR) + "/input/hostile/";

}  // namespace

/// Files that ask for more than they hold, for other files, or that are none.
class HostileSamplesTest : public QObject {
  Q_OBJECT
 private slots:
  // Golden: tests/golden/input/make_hostile.py.
  void isRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("parts");
    const QStringList elsewhere{"\"x\"", "not in the file itself"}, many{"[1048576, 1, 32, 32]", "give fewer samples"};
    QTest::newRow("npz that claims 2^30 values") << "many_values.npz" << many;
    QTest::newRow("npy that claims 2^30 values") << "many_values.npy" << many;
    QTest::newRow("npz with names of 64 MB each")
        << "long_names.npz" << QStringList{"\"name\"", "800 MB", "fewer samples"};
    QTest::newRow("npz with megabytes behind the data")
        << "long_entry.npz" << QStringList{"8000048 bytes", "48 are needed"};
    for (const char* name : {"scalar_first", "scalar_last"})
      QTest::newRow(name) << name << QStringList{"data_batch_", "single number"};
    QTest::newRow("HDF5 with an external link") << "external_link.h5" << elsewhere;
    QTest::newRow("HDF5 with external storage") << "external_storage.h5" << elsewhere;
    QTest::newRow("HDF5 with a virtual array") << "virtual.h5" << elsewhere;
    QTest::newRow("HDF5 with a soft link through an external one") << "soft_through_external.h5" << elsewhere;
  }
  void isRefused() {
    QFETCH(QString, name);
    QFETCH(QStringList, parts);
    QVERIFY(failsWith([&] { readSamples((folder + name).toStdString(), {}); }, parts));
  }

  void unpacksToALimit() {
    QFile zeros(folder + "zeros.gz");
    QVERIFY(zeros.open(QIODevice::ReadOnly));
    const QTemporaryDir place;
    QFile bomb(place.filePath("images-idx3-ubyte.gz"));
    QVERIFY(bomb.open(QIODevice::WriteOnly));
    // The head makes an IDX file of it: 0, 0, bytes, rank 3.
    QFile head(folder + "head.gz");
    QVERIFY(head.open(QIODevice::ReadOnly));
    bomb.write(head.readAll() + zeros.readAll().repeated(33));
    bomb.close();
    QVERIFY(failsWith([&] { readSamples(bomb.fileName().toStdString(), {}); }, {"512 MiB", "decompresses"}));
  }

  void arraysOfTooManySamples() {
    const auto rows = static_cast<std::int64_t>(limits::samples) + 1;
    const auto bytes = static_cast<std::size_t>(2 * rows);
    const Tensor array{ElementType::uint8, {rows, 2}, std::vector<std::byte>(bytes)};
    QVERIFY(failsWith([&] { inputLayout(array, "x", "d.npz", {}); }, {"d.npz", "2097152 samples"}));
    SampleHints text;
    text.kind = InputKind::text;
    const Tensor tokens{ElementType::uint8, {8193, 2048}, std::vector<std::byte>(8193 * 2048)};
    QVERIFY(failsWith([&] { inputLayout(tokens, "x", "d.npz", text); }, {"d.npz", "6000000 tokens"}));
  }

  /// A network gets several inputs at a time.
  void inputsOfTooManyNumbers() {
    const auto numbers = static_cast<std::int64_t>(limits::inputValues) + 1;
    const Tensor array{ElementType::uint8, {1, numbers}, std::vector<std::byte>(static_cast<std::size_t>(numbers))};
    QVERIFY(failsWith([&] { inputLayout(array, "x", "d.npz", {}); }, {"d.npz", "33554432 numbers"}));
    const QTemporaryDir place;
    QImage picture(4000, 3000, QImage::Format_Grayscale8);
    picture.fill(Qt::white);
    QVERIFY(QDir(place.path()).mkpath("cat") && picture.save(place.filePath("cat/1.png")));
    const auto path = place.path().toStdString();
    QVERIFY(failsWith([&] { readSamples(path, {}); }, {"3000 x 4000 pixels", "\"shape\": [3, 224, 224]"}));
    SampleHints hints;
    hints.shape = {3, 24, 24};
    QCOMPARE(readSamples(path, hints).samples.front().values.size(), std::size_t{3 * 24 * 24});
  }

  /// Their sizes are in the first bytes: nothing is unpacked to refuse them.
  void largePicturesAreRefusedByTheirHeads() {
    const QTemporaryDir place;
    QVERIFY(QDir(place.path()).mkpath("cat"));
    for (const char* format : {"png", "jpg"}) {
      QImage picture(4000, 3000, QImage::Format_Grayscale8);
      picture.fill(Qt::white);
      QByteArray bytes;
      QBuffer buffer(&bytes);
      QVERIFY(picture.save(&buffer, format));
      const auto begin = QByteArray(format) == "png" ? bytes.indexOf("IDAT") - 4 : bytes.indexOf("\xFF\xDA");
      QFile cut(place.filePath("cat/1.png"));
      QVERIFY(begin > 0 && cut.open(QIODevice::WriteOnly) && cut.write(bytes.first(begin) + bytes.mid(begin, 30)) > 0);
      cut.close();
      QVERIFY(failsWith([&] { readSamples(place.path().toStdString(), {}); }, {"3000 x 4000 pixels"}));
    }
  }

  /// What is made of arrays counts too, and all of a file together.
  void arraysOfTooManyBytes() {
    const auto refused = [](const std::vector<ArrayClaim>& arrays, std::uint64_t held = 1) {
      SampleMemory memory("d.npz", held);
      try {
        for (const auto& array : arrays) memory.add(array);
      } catch (const UserError& error) {
        return QString(error.what()).contains("fewer samples");
      }
      return false;
    };
    QVERIFY(!refused({{"x", {50000, 3, 32, 32}, 1}, {"y", {50000}, 8}}));  // all of CIFAR-10
    QVERIFY(!refused({{"x", {25000, 3, 32, 32}, 4}}));
    QVERIFY(refused({{"x", {50000, 3, 32, 32}, 4}}));
    QVERIFY(refused({{"x", {25000, 3, 32, 32}, 8}}));
    QVERIFY(refused({{"x_train", {25000, 3, 32, 32}, 4}, {"x_test", {25000, 3, 32, 32}, 4}}));
    QVERIFY(refused({{"x", {2, 3}, 4}, {"split", {2, 79'000'000}, 1}}));  // each would become a text
    QVERIFY(refused({{"x", {2'000'000, 70}, 1}}));                        // each sample has a name
    QVERIFY(!refused({{"x", {25000, 3, 32, 32}, 4}}, 2));
    QVERIFY(refused({{"x", {25000, 3, 32, 32}, 8}}, 2));
    QVERIFY(refused({{"x", {std::int64_t{1} << 62, 4}, 4}}));
    QVERIFY(!refused({{"x", {0, std::int64_t{1} << 62}, 4}}));
  }

  void textsOfTooManyTokens() {
    TextRow row;
    row.line = 1;
    row.ids.assign(limits::tokens / 2 + 1, 1);
    const std::vector<TextRow> two{row, row};
    QVERIFY(failsWith([&] { samplesFromTextRows(two, {}, "t.jsonl", {}, nullptr); }, {"t.jsonl", "6000000 tokens"}));
    std::vector<TextRow> uneven(2 + limits::paddedTokens / 100'000);
    for (auto& one : uneven) one.ids = {1};
    uneven.front().ids.assign(100'000, 1);
    QVERIFY(failsWith([&] { samplesFromTextRows(uneven, {}, "t.jsonl", {}, nullptr); }, {"t.jsonl", "filled"}));
    const auto line = "{\"text\": \"" + std::string(limits::tokens + 1, 'a') + "\"}\n";
    QVERIFY(failsWith([&] { samplesFromJsonLines(line, "t.jsonl", {}, nullptr); }, {"t.jsonl: line 1", "128 MiB"}));
  }

  void unusedArraysAreNotRead() {
    const auto set = readSamples((folder + "unused_damaged.npz").toStdString(), {});
    QCOMPARE(set.samples.size(), std::size_t{4});
    QCOMPARE(set.samples[3].target, 3);
  }

  /// Without a test of the file's kind these wait for ever.
  void pipesAreNotOpened_data() {
    QTest::addColumn<QString>("name");
    for (const auto* name : {"samples.npz", "x.npy", "samples.csv", "samples.jsonl", "samples.h5", "batch.pkl",
                             "cloud.ply", "images-idx3-ubyte"}) {
      QTest::newRow(name) << name;
    }
  }
  void pipesAreNotOpened() {
    QFETCH(QString, name);
    const QTemporaryDir place;
    const auto path = place.filePath(name).toStdString();
    QCOMPARE(mkfifo(path.c_str(), 0600), 0);
    QVERIFY(failsWith([&] { readSamples(path, {}); }, {name, "pipe"}));
  }

  void linksToFilesAreFollowed() {
    const QTemporaryDir place;
    QVERIFY(QFile::link(folder + "unused_damaged.npz", place.filePath("samples.npz")));
    QCOMPARE(readSamples(place.filePath("samples.npz").toStdString(), {}).samples.size(), std::size_t{4});
  }

  void rowsOfTooManyCells() {
    const std::string line(limits::tableColumns, ',');
    TableRows rows(line, ',', true, "t.csv");
    std::vector<std::string_view> cells;
    QVERIFY(failsWith([&] { rows.next(cells); }, {"t.csv", "line 1", "100000 cells"}));
    TableRows most(std::string_view(line).substr(1), ',', true, "t.csv");
    QVERIFY(most.next(cells));
    QCOMPARE(cells.size(), limits::tableColumns);
  }

  void tablesOfTooManyRows() {
    const auto rows = QByteArray("1,2,0\n").repeated(static_cast<qsizetype>(limits::samples) + 1).toStdString();
    QVERIFY(failsWith([&] { tableLayout(rows, "t.csv"); }, {"t.csv", "2097152 samples", "give fewer samples"}));
  }

  void jpegOfTooManyScans() {
    QImage picture(64, 48, QImage::Format_Grayscale8);
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 64; ++x) picture.setPixelColor(x, y, QColor::fromRgb(4 * x, 4 * x, 4 * x));
    }
    QBuffer buffer;
    QImageWriter writer(&buffer, "jpg");
    writer.setProgressiveScanWrite(true);
    QVERIFY(writer.write(picture));
    const QByteArray plain = buffer.data();
    const auto decoded = [](const QByteArray& bytes) {
      return decodeImage({reinterpret_cast<const std::byte*>(bytes.data()), static_cast<std::size_t>(bytes.size())},
                         "p.jpg");
    };
    QCOMPARE(decoded(plain).width, std::size_t{64});
    // The first scan with its table, again and again: it may stand before itself.
    const auto scan = plain.indexOf("\xFF\xDA");
    const auto table = plain.lastIndexOf("\xFF\xC4", scan);
    auto end = scan + 2;
    while (plain[end] != '\xFF' || plain[end + 1] == '\0') ++end;
    const QByteArray first = plain.mid(table, end - table);
    QCOMPARE(decoded(plain.first(table) + first.repeated(5) + plain.mid(table)).width, std::size_t{64});
    const QByteArray many = plain.first(table) + first.repeated(limits::jpegScans) + plain.mid(table);
    QVERIFY(failsWith([&] { decoded(many); }, {"p.jpg", "scans"}));
  }
};

QTEST_GUILESS_MAIN(HostileSamplesTest)
#include "tst_hostile_samples.moc"
