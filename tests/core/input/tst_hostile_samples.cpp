// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/input/arrays/input_arrays.h"
#include "core/input/image/image_file.h"
#include "core/input/read_samples.h"
#include "core/input/table/table_columns.h"
#include "core/input/table/table_rows.h"
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
    QVERIFY(failsWith([&] { inputLayout(tokens, "x", "d.npz", text); }, {"d.npz", "16777216 tokens"}));
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
