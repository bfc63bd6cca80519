// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/file_bytes.h"
#include "core/input/image/image_file.h"
#include "core/input/image/scaled_picture.h"
#include "core/input/read_samples.h"
#include "tests/core/input/failure.h"
#include "tests/core/near.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

using namespace spindle;
using spindle::test::failsWith;

namespace {

const QString pictures = QStringLiteral(SPINDLE_GOLDEN_DIR) + "/input/pictures/";

/// Puts golden pictures into a folder of classes.
bool put(const QDir& root, const QString& golden, const QString& as) {
  return root.mkpath(QFileInfo(as).path()) && QFile::copy(pictures + golden, root.filePath(as));
}

QString summary(const SampleSet& set) {
  QStringList items;
  for (const auto& sample : set.samples) {
    const char* splits[] = {"", " train", " test"};
    items << QString("%1=%2%3")
                 .arg(QString::fromStdString(sample.name))
                 .arg(sample.target)
                 .arg(splits[static_cast<int>(sample.split)]);
  }
  return items.join("; ");
}

QString notes(const SampleSet& set) {
  QStringList list;
  for (const auto& note : set.notes) list << QString::fromStdString(note);
  return list.join("; ");
}

const QString scaledPictures = QStringLiteral(SPINDLE_GOLDEN_DIR) + "/input/scaled/";

ImageFile golden(const QString& file) {
  return decodeImage(readFileBytes(file.toStdString()), file.toStdString());
}

}  // namespace

class PicturesTest : public QObject {
  Q_OBJECT
 private slots:
  void decodes_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QList<double>>("numbers");
    QFile file(pictures + "pictures.csv");
    QVERIFY(file.open(QIODevice::ReadOnly));
    while (!file.atEnd()) {
      const auto cells = QString::fromUtf8(file.readLine()).trimmed().split(',');
      QList<double> numbers;
      for (int i = 1; i < cells.size(); ++i) numbers << cells[i].toDouble();
      QTest::newRow(qPrintable(cells[0])) << cells[0] << numbers;
    }
  }
  void decodes() {
    QFETCH(QString, name);
    QFETCH(QList<double>, numbers);
    const auto image = decodeImage(readFileBytes((pictures + name).toStdString()), name.toStdString());
    QCOMPARE(static_cast<double>(image.channels), numbers[0]);
    QCOMPARE(static_cast<double>(image.height), numbers[1]);
    QCOMPARE(static_cast<double>(image.width), numbers[2]);
    // JPEG decoders may differ by a step or two of 255; PNG is exact to float rounding.
    const std::vector<double> expected(numbers.begin() + 3, numbers.end());
    QVERIFY(test::allNear(image.values, expected, name.endsWith(".jpg") ? 3.1 / 255 : 1e-7));
  }

  void grayJpegHasOneChannel() {
    QImage picture(8, 4, QImage::Format_Grayscale8);
    picture.fill(QColor(100, 100, 100));
    QByteArray file;
    QBuffer buffer(&file);
    QVERIFY(picture.save(&buffer, "JPG", 95));
    const auto image =
        decodeImage(std::as_bytes(std::span(file.constData(), static_cast<std::size_t>(file.size()))), "");
    QCOMPARE(image.channels, std::size_t{1});
    QVERIFY(test::allNear(image.values, std::vector<double>(32, 100 / 255.0), 1.1 / 255));
  }

  void channelsConvert() {
    const ImageFile color{3, 1, 2, {1, 0, 0, 1, 0, 0}};
    const auto gray = withChannels(color, 1);
    QVERIFY(test::allNear(gray.values, std::vector<double>{0.299, 0.587}, 1e-7));
    QCOMPARE(withChannels(gray, 3).values.size(), std::size_t{6});
    QCOMPARE(withChannels(color, 3).values, color.values);
  }

  void foldersAreClasses() {
    QTemporaryDir folder;
    const QDir root(folder.path());
    QVERIFY(put(root, "gray8.png", "boot/b.png") && put(root, "gray16.png", "boot/a.PNG") &&
            put(root, "gray4.png", "bag/c.png") && put(root, "gray4.png", "bag/.hidden.png") &&
            put(root, "pictures.csv", "bag/notes.csv"));
    const auto set = readSamples(folder.path().toStdString());
    QCOMPARE(summary(set), QString("bag/c.png=0; boot/a.PNG=1; boot/b.png=1"));
    QCOMPARE(set.classes, (std::vector<std::string>{"bag", "boot"}));
    QCOMPARE(set.format.shape, (std::vector<std::int64_t>{1, 6, 5}));
    QVERIFY(set.classesGuessed);
    QVERIFY2(notes(set).contains("labels: 0 = bag, 1 = boot, in sorted order"), qPrintable(notes(set)));

    SampleHints hints;
    hints.classes = {"shoe", "boot", "bag"};
    hints.shape = {3, 6, 5};
    const auto hinted = readSamples(folder.path().toStdString(), hints);
    QCOMPARE(summary(hinted), QString("bag/c.png=2; boot/a.PNG=1; boot/b.png=1"));
    QCOMPARE(hinted.samples[0].values.size(), std::size_t{90});
    QVERIFY(!hinted.classesGuessed);
    hints.classes = {"shoe", "bag"};
    QVERIFY(failsWith([&] { readSamples(folder.path().toStdString(), hints); }, {"\"boot\"", "shoe, bag"}));
    hints.classes.clear();
    hints.shape = {1, 12, 20};
    const auto scaled = readSamples(folder.path().toStdString(), hints);
    QCOMPARE(scaled.format.shape, hints.shape);
    QVERIFY2(notes(scaled).contains("3 images scaled and center-cropped to 12 x 20;"), qPrintable(notes(scaled)));
    QVERIFY(put(root, "rgb8.png", "coat/d.png"));
    QCOMPARE(readSamples(folder.path().toStdString()).format.shape, (std::vector<std::int64_t>{3, 6, 5}));
    QVERIFY(put(root, "color.jpg", "coat/e.jpg"));
    const auto mixed = readSamples(folder.path().toStdString());
    QCOMPARE(mixed.format.shape, (std::vector<std::int64_t>{3, 6, 5}));
    QVERIFY2(notes(mixed).contains("1 image scaled and center-cropped to 6 x 5"), qPrintable(notes(mixed)));
  }

  /// Against Python's imaging library, to one step of its rounding.
  void scalesAsTorchvision_data() {
    QTest::addColumn<QString>("file");
    for (const char* name : {"32x32.png", "128x128.png", "160x160.png", "40x24.png"}) QTest::newRow(name) << name;
  }
  void scalesAsTorchvision() {
    QFETCH(QString, file);
    const auto expected = golden(scaledPictures + file);
    const auto found = scaledToCover(golden(scaledPictures + "photo.png"), expected.height, expected.width);
    QCOMPARE(found.height, expected.height);
    QCOMPARE(found.width, expected.width);
    double most = 0.0;
    for (std::size_t i = 0; i < expected.values.size(); ++i)
      most = std::max(most, std::abs(static_cast<double>(found.values[i]) - static_cast<double>(expected.values[i])));
    QVERIFY2(most < 1.01 / 255, qPrintable(QString::number(255 * most)));
  }

  /// Photographs of different sizes become what networks for photographs take.
  void photographsBecomeUsual() {
    QTemporaryDir folder;
    const QDir root(folder.path());
    QVERIFY(put(root, "../scaled/photo.png", "cat/a.png") && put(root, "../scaled/160x160.png", "dog/b.png"));
    const auto set = readSamples(folder.path().toStdString());
    QCOMPARE(set.format.shape, (std::vector<std::int64_t>{3, 224, 224}));
    QVERIFY2(notes(set).contains("2 images scaled and center-cropped to 224 x 224"), qPrintable(notes(set)));
    const auto photo = scaledToCover(golden(scaledPictures + "photo.png"), 224, 224);
    QVERIFY(set.samples[0].values == photo.values);
  }

  /// Of more pictures than memory is for, as many of each class.
  void ofVeryManySomeOfEachClass() {
    QTemporaryDir folder;
    const QDir root(folder.path());
    QVERIFY(root.mkpath("cat") && root.mkpath("dog"));
    for (int i = 0; i < 500; ++i)
      QVERIFY(QFile::link(scaledPictures + "photo.png",
                          root.filePath(QString(i < 40 ? "cat/%1.png" : "dog/%1.png").arg(i))));
    const auto set = readSamples(folder.path().toStdString());
    const std::size_t most = (std::size_t{1} << 25) / (3 * 150 * 203);
    QCOMPARE(set.samples.size(), most);
    QCOMPARE(std::count_if(set.samples.begin(), set.samples.end(), [](const Sample& s) { return s.target == 0; }), 40);
    QVERIFY2(notes(set).contains(QString("%1 of 500 images read, spread evenly over the classes").arg(most)),
             qPrintable(notes(set)));
  }

  void trainAndTest() {
    QTemporaryDir folder;
    const QDir root(folder.path());
    QVERIFY(put(root, "gray8.png", "train/x/1.png") && put(root, "gray8.png", "test/y/1.png"));
    const auto set = readSamples(folder.path().toStdString());
    QCOMPARE(summary(set), QString("y/1.png=1 test; x/1.png=0 train"));
  }

  void refusals() {
    QTemporaryDir folder;
    QVERIFY(failsWith([&] { readSamples(folder.path().toStdString()); }, {"no samples"}));
    const auto bytes = readFileBytes((pictures + "rgb8.png").toStdString());
    QVERIFY(failsWith([&] { decodeImage(std::span(bytes).first(60), "x.png"); }, {"x.png", "PNG", "cut off"}));
    QVERIFY(failsWith([&] { decodeImage(std::span(bytes).subspan(1), "x.png"); }, {"x.png", "neither"}));
    auto huge = bytes;
    huge[16] = std::byte{0};
    huge[17] = std::byte{1};
    QVERIFY(failsWith([&] { decodeImage(huge, "x.png"); }, {"x.png"}));
    QImage square(8000, 8000, QImage::Format_Mono);
    square.fill(0);
    for (const char* format : {"png", "jpg"}) {  // a few kilobytes that would unpack to gigabytes
      QBuffer buffer;
      QVERIFY(square.save(&buffer, format));
      const auto many = std::as_bytes(std::span(buffer.data().constData(), static_cast<std::size_t>(buffer.size())));
      QVERIFY(failsWith([&] { decodeImage(many, "x.img"); }, {"x.img", "33 million pixels"}));
    }
    const auto jpeg = readFileBytes((pictures + "color.jpg").toStdString());
    QVERIFY(failsWith([&] { decodeImage(std::span(jpeg).first(jpeg.size() / 2), "x.jpg"); }, {"x.jpg", "JPEG"}));
  }
};

QTEST_APPLESS_MAIN(PicturesTest)
#include "tst_pictures.moc"
