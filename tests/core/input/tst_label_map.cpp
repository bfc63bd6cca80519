// SPDX-License-Identifier: GPL-3.0-or-later
// Input variables from maps of region numbers: PNG of each kind, .npy, one map for all samples and one a sample.
#include "core/input/variables/label_map.h"
#include "tests/core/input/failure.h"

#include <QImage>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <numeric>

using namespace spindle;
using spindle::test::failsWith;

namespace {

/// 4 rows of 5 pixels: an L of region 7, a bar of region 2, the rest of none.
const std::vector<int> drawn{7, 0, 0, 2, 2,  //
                             7, 0, 0, 2, 2,  //
                             7, 7, 7, 2, 2,  //
                             0, 0, 0, 0, 0};

SampleSet imagesOf(int channels, int height, int width, std::size_t count) {
  SampleSet set;
  set.format = {InputKind::image, {channels, height, width}, {}, {}};
  set.samples.resize(count);
  return set;
}

void writeNpy(const std::filesystem::path& file, const std::string& type, const std::vector<int>& shape,
              const std::string& bytes) {
  std::string sizes;
  for (const int size : shape) sizes += std::to_string(size) + ",";
  std::string head = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
  head += std::string(63 - (10 + head.size()) % 64, ' ') + '\n';
  std::ofstream out(file, std::ios::binary);
  out << std::string("\x93NUMPY\x01\x00", 8) << static_cast<char>(head.size() & 0xff)
      << static_cast<char>(head.size() >> 8) << head << bytes;
}

std::string asBytes(const std::vector<int>& numbers) {
  return {numbers.begin(), numbers.end()};
}

QString told(const InputVariables& variables) {
  QStringList list;
  for (const InputVariable& variable : variables.all()) {
    QStringList elements;
    for (const auto element : variable.elements) elements << QString::number(element);
    list << QString::fromStdString(variable.name) + ": " + elements.join(' ');
  }
  return list.join("; ");
}

}  // namespace

class LabelMapTest : public QObject {
  Q_OBJECT

 private slots:
  void pictures_data() {
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"gray", "gray of 16 bits", "palette", "color"}) QTest::newRow(kind) << kind;
  }

  void pictures() {
    QFETCH(QString, kind);
    const auto file = path("map.png");
    QImage image(5, 4,
                 kind == "gray"      ? QImage::Format_Grayscale8
                 : kind == "palette" ? QImage::Format_Indexed8
                 : kind == "color"   ? QImage::Format_RGB888
                                     : QImage::Format_Grayscale16);
    QList<QRgb> palette(256, qRgb(0, 0, 0));
    palette[2] = qRgb(10, 200, 30);
    palette[7] = qRgb(200, 10, 30);
    if (kind == "palette") image.setColorTable(palette);
    for (int y = 0; y < 4; ++y) {
      for (int x = 0; x < 5; ++x) {
        const int number = drawn[static_cast<std::size_t>(5 * y + x)];
        if (kind == "gray" || kind == "palette") image.scanLine(y)[x] = static_cast<uchar>(number);
        if (kind == "gray of 16 bits") reinterpret_cast<quint16*>(image.scanLine(y))[x] = static_cast<quint16>(number);
        if (kind == "color") image.setPixel(x, y, palette[number]);
      }
    }
    QVERIFY(image.save(QString::fromStdString(file.string())));
    const InputVariables found = LabelMap::read(file).variables(imagesOf(1, 4, 5, 3), 1);
    // Gray values are numbers; colors are numbered as they appear.
    const bool gray = kind.startsWith("gray");
    QCOMPARE(told(found), gray ? QString("region 2: 3 4 8 9 13 14; region 7: 0 5 10 11 12")
                               : QString("region 1: 0 5 10 11 12; region 2: 3 4 8 9 13 14"));
    QCOMPARE(found[gray ? 0 : 1].rects, (std::vector<PixelRect>{{0, 3, 3, 2}}));
    QCOMPARE(found[gray ? 1 : 0].rects, (std::vector<PixelRect>{{0, 0, 2, 1}, {2, 0, 1, 3}}));
  }

  void allChannelsOfAPixelBelongTogether() {
    writeNpy(path("map.npy"), "|u1", {4, 5}, asBytes(drawn));
    const InputVariables found = LabelMap::read(path("map.npy")).variables(imagesOf(3, 4, 5, 1), 0);
    QCOMPARE(found[0].elements.size(), std::size_t{18});
    QCOMPARE(found[1].elements.size(), std::size_t{15});
  }

  void oneMapASample() {
    std::vector<int> two = drawn;
    for (const int number : drawn) two.push_back(number == 0 ? 1 : 0);
    writeNpy(path("maps.npy"), "|u1", {2, 4, 5}, asBytes(two));
    const LabelMap map = LabelMap::read(path("maps.npy"));
    const SampleSet set = imagesOf(1, 4, 5, 2);
    QCOMPARE(map.variables(set, 0).count(), 2);
    QCOMPARE(told(map.variables(set, 1)), QString("region 1: 1 2 6 7 15 16 17 18 19"));
    QVERIFY(failsWith([&] { (void)map.variables(imagesOf(1, 4, 5, 3), 0); }, {"2 maps for 3 samples"}));
  }

  void columnsAndPoints() {
    writeNpy(path("map.npy"), "|u1", {4}, asBytes({1, 0, 3, 1}));
    const LabelMap map = LabelMap::read(path("map.npy"));
    SampleSet table;
    table.format = {InputKind::tabular, {4}, {}, {}};
    table.samples.resize(1);
    QCOMPARE(told(map.variables(table, 0)), QString("region 1: 0 3; region 3: 2"));
    SampleSet points;
    points.format = {InputKind::points, {4, 3}, {}, {}};
    points.samples.resize(1);
    QCOMPARE(map.variables(points, 0)[0].elements.size(), std::size_t{6});
    SampleSet text;
    text.format = {InputKind::text, {4}, {}, {}};
    text.samples.resize(1);
    QVERIFY(failsWith([&] { (void)map.variables(text, 0); }, {"the samples are texts"}));
  }

  void refusals() {
    const SampleSet set = imagesOf(1, 4, 5, 1);
    writeNpy(path("small.npy"), "|u1", {5, 4}, asBytes(drawn));
    QVERIFY(failsWith([&] { (void)LabelMap::read(path("small.npy")).variables(set, 0); },
                      {"small.npy", "a map of [5, 4]", "the input measures [4, 5]"}));
    writeNpy(path("none.npy"), "|u1", {4, 5}, std::string(20, '\0'));
    QVERIFY(failsWith([&] { (void)LabelMap::read(path("none.npy")).variables(set, 0); }, {"none.npy has no region"}));
    std::vector<int> many(100);
    std::iota(many.begin(), many.end(), 0);
    for (int& number : many) number %= 22;
    writeNpy(path("many.npy"), "|u1", {10, 10}, asBytes(many));
    QVERIFY(failsWith([&] { (void)LabelMap::read(path("many.npy")).variables(imagesOf(1, 10, 10, 1), 0); },
                      {"21 regions", "at most 20"}));
    writeNpy(path("minus.npy"), "|i1", {4}, std::string("\x01\xff\x00\x00", 4));
    QVERIFY(failsWith([&] { (void)LabelMap::read(path("minus.npy")); }, {"it holds -1"}));
    const float half = 0.5F;
    writeNpy(path("half.npy"), "<f4", {1}, std::string(reinterpret_cast<const char*>(&half), 4));
    QVERIFY(failsWith([&] { (void)LabelMap::read(path("half.npy")); }, {"it holds 0.5"}));
    std::ofstream(path("map.jpg"), std::ios::binary) << "\xff\xd8\xff\xe0";
    QVERIFY(failsWith([&] { (void)LabelMap::read(path("map.jpg")); }, {"give a PNG"}));
    QVERIFY(failsWith([&] { (void)LabelMap::read(path("absent.png")); }, {"absent.png"}));
  }

 private:
  [[nodiscard]] std::filesystem::path path(const char* name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(LabelMapTest)
#include "tst_label_map.moc"
