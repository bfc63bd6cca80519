// SPDX-License-Identifier: GPL-3.0-or-later
// Superpixels: planted regions are found; every pixel has one number, every region is in one piece, and their number is
// as asked for, on any picture.
#include "core/base/split_mix.h"
#include "core/input/variables/regions.h"
#include "core/input/variables/superpixels.h"
#include "tests/core/input/failure.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace spindle;
using spindle::test::failsWith;

namespace {

InputFormat formatOf(std::int64_t channels, std::int64_t height, std::int64_t width) {
  return {InputKind::image, {channels, height, width}, {}, {}};
}

/// Regions of a picture of 32 x 48: five of unequal size, one of them round.
int planted(int y, int x) {
  if ((y - 16) * (y - 16) + (x - 30) * (x - 30) < 64) return 4;
  if (y < 10) return x < 20 ? 0 : 1;
  return x < 16 ? 2 : 3;
}

Sample plantedPicture(std::size_t channels, double noise) {
  static const std::array<std::array<float, 3>, 5> colors{
      {{0.1F, 0.1F, 0.6F}, {0.9F, 0.8F, 0.1F}, {0.45F, 0.1F, 0.1F}, {0.65F, 0.9F, 0.6F}, {0.25F, 0.6F, 0.2F}}};
  static const std::array<float, 5> grays{0.1F, 0.9F, 0.5F, 0.7F, 0.3F};
  SplitMix64 random(7);
  Sample sample;
  for (std::size_t c = 0; c < channels; ++c) {
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 48; ++x) {
        const auto r = static_cast<std::size_t>(planted(y, x));
        const double value = (channels == 1 ? grays[r] : colors[r][c]) + noise * (random.uniform() - 0.5);
        sample.values.push_back(static_cast<float>(std::clamp(value, 0.0, 1.0)));
      }
    }
  }
  return sample;
}

Sample noisePicture(std::size_t channels, std::size_t pixels, std::uint64_t seed) {
  SplitMix64 random(seed);
  Sample sample;
  for (std::size_t i = 0; i < channels * pixels; ++i) sample.values.push_back(static_cast<float>(random.uniform()));
  return sample;
}

/// How many pieces the pixels of one number form.
int piecesOf(const std::vector<std::int64_t>& labels, std::int64_t region, int height, int width) {
  std::set<int> left;
  for (int p = 0; p < height * width; ++p) {
    if (labels[static_cast<std::size_t>(p)] == region) left.insert(p);
  }
  int pieces = 0;
  for (; !left.empty(); ++pieces) {
    std::vector<int> open{*left.begin()};
    left.erase(left.begin());
    while (!open.empty()) {
      const int p = open.back();
      open.pop_back();
      for (const int q : {p - width, p + width, p % width > 0 ? p - 1 : -1, (p + 1) % width > 0 ? p + 1 : -1}) {
        if (left.erase(q) > 0) open.push_back(q);
      }
    }
  }
  return pieces;
}

}  // namespace

class SuperpixelsTest : public QObject {
  Q_OBJECT

 private slots:
  void plantedRegionsAreFound_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<double>("noise");
    QTest::newRow("gray") << 1 << 0.0;
    QTest::newRow("gray with noise") << 1 << 0.08;
    QTest::newRow("color") << 3 << 0.0;
    QTest::newRow("color with noise") << 3 << 0.1;
  }
  void plantedRegionsAreFound() {
    QFETCH(int, channels);
    QFETCH(double, noise);
    const auto labels =
        superpixels(plantedPicture(static_cast<std::size_t>(channels), noise), formatOf(channels, 32, 48), {5, 5.0});
    std::map<std::pair<int, std::int64_t>, int> together;
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 48; ++x) ++together[{planted(y, x), labels[static_cast<std::size_t>(48 * y + x)]}];
    }
    // Each planted region is one number, but for a few pixels of its edge.
    std::set<std::int64_t> taken;
    int right = 0;
    for (int region = 0; region < 5; ++region) {
      std::pair<int, std::int64_t> best{0, 0};
      for (std::int64_t label = 1; label <= 5; ++label) best = std::max(best, {together[{region, label}], label});
      taken.insert(best.second);
      right += best.first;
    }
    QCOMPARE(taken.size(), std::size_t{5});
    QVERIFY2(right >= static_cast<int>(0.98 * 32 * 48), qPrintable(QString::number(right)));
  }

  void everyPictureFallsIntoSoManyPieces_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("compactness");
    for (const auto& [channels, height, width] : {std::array{1, 28, 28}, std::array{3, 32, 20}, std::array{2, 9, 40}}) {
      for (const int count : {1, 2, 7, 12, 16, 20}) {
        for (const double compactness : {0.5, 10.0, 100.0})
          QTest::addRow("%d x %d x %d, %d at %g", channels, height, width, count, compactness)
              << channels << height << width << count << compactness;
      }
    }
  }
  void everyPictureFallsIntoSoManyPieces() {
    QFETCH(int, channels);
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, count);
    QFETCH(double, compactness);
    const InputFormat format = formatOf(channels, height, width);
    Sample flat = noisePicture(static_cast<std::size_t>(channels), static_cast<std::size_t>(height * width), 0);
    std::fill(flat.values.begin(), flat.values.end(), -3.5F);
    for (const Sample& sample :
         {noisePicture(static_cast<std::size_t>(channels), static_cast<std::size_t>(height * width), 3), flat}) {
      const auto labels = superpixels(sample, format, {count, compactness});
      QCOMPARE(labels.size(), static_cast<std::size_t>(height * width));
      std::int64_t next = 1;
      for (const std::int64_t label : labels) {
        QVERIFY(label >= 1 && label <= next && label <= count);
        if (label == next) ++next;
      }
      QCOMPARE(next, count + 1);
      for (int region = 1; region <= count; ++region) QCOMPARE(piecesOf(labels, region, height, width), 1);
      QVERIFY(superpixels(sample, format, {count, compactness}) == labels);
      const InputVariables variables = superpixelVariables(sample, format, {count, compactness});
      QCOMPARE(variables.count(), count);
      QVERIFY(regionLabels(variables, format) == labels);
    }
  }

  void refusals() {
    const Sample small = noisePicture(1, 4, 1);
    QVERIFY(failsWith([&] { (void)superpixels(small, formatOf(1, 2, 2), {5}); }, {"2 x 2", "fewer superpixels"}));
    QVERIFY(failsWith([&] { (void)superpixels(small, formatOf(1, 2, 2), {21}); }, {"1 to 20", "21"}));
    QVERIFY(failsWith([&] { (void)superpixels(small, formatOf(1, 2, 2), {2, 0.0}); }, {"above 0"}));
    QVERIFY(failsWith([&] { (void)superpixels(small, {InputKind::tabular, {4}, {}, {}}, {2}); }, {"tabular"}));
  }
};

QTEST_APPLESS_MAIN(SuperpixelsTest)
#include "tst_superpixels.moc"
