// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/points/point_file.h"
#include "core/input/read_samples.h"
#include "core/input/variables/masked_input.h"
#include "core/input/variables/point_clusters.h"
#include "core/weights/byte_source.h"
#include "tests/core/input/failure.h"
#include "tests/core/near.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cstring>
#include <random>
#include <set>

using namespace spindle;
using spindle::test::failsWith;

namespace {

std::span<const std::byte> bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

const std::string plyHead =
    "ply\nformat ascii 1.0\ncomment by hand\nelement vertex 2\nproperty float x\nproperty float y\nproperty float z\n";

std::string binaryPly() {
  std::string file =
      "ply\nformat binary_little_endian 1.0\nelement edge 1\nproperty list uchar int ends\nelement vertex 2\n"
      "property double x\nproperty float y\nproperty short z\nproperty uchar red\nproperty uchar green\n"
      "property uchar blue\nend_header\n";
  const auto put = [&](auto value) {
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    file.append(raw, sizeof value);
  };
  put(std::uint8_t{2});
  put(std::int32_t{7});
  put(std::int32_t{8});
  for (int i = 0; i < 2; ++i) {
    put(0.5 + i);
    put(-1.5F);
    put(std::int16_t{-3});
    for (int c = 0; c < 3; ++c) put(static_cast<std::uint8_t>(51 * (i + c)));
  }
  return file;
}

Sample blobs(int perBlob, std::mt19937& random) {
  std::normal_distribution<float> noise(0.0F, 0.05F);
  Sample sample;
  for (int p = 0; p < 4 * perBlob; ++p) {
    const int blob = p % 4;
    for (const int corner : {blob & 1, blob >> 1, 0})
      sample.values.push_back(static_cast<float>(corner) + noise(random));
  }
  return sample;
}

}  // namespace

class PointSamplesTest : public QObject {
  Q_OBJECT
 private slots:
  void readsPly_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("coordinates");
    QTest::addColumn<QList<double>>("values");
    const auto row = [](const char* name, const std::string& file, int coordinates, const QList<double>& values) {
      QTest::newRow(name) << QByteArray(file.data(), static_cast<qsizetype>(file.size())) << coordinates << values;
    };
    row("ascii", plyHead + "end_header\n1 2 3\n-4 5e-1 6\n", 3, {1, 2, 3, -4, 0.5, 6});
    row("ascii, Windows lines",
        "ply\r\nformat ascii 1.0\r\nelement vertex 1\r\nproperty float x\r\nproperty float y\r\n"
        "property float z\r\nend_header\r\n1 2 3\r\n",
        3, {1, 2, 3});
    row("normals",
        plyHead + "property float nx\nproperty float ny\nproperty float nz\nend_header\n1 2 3 0 0 1\n4 5 6 1 0 0\n", 6,
        {1, 2, 3, 0, 0, 1, 4, 5, 6, 1, 0, 0});
    row("faces after vertices",
        plyHead +
            "element face 1\nproperty list uchar int vertex_indices\nend_header\n"
            "1 2 3\n4 5 6\n3 0 1 0\n",
        3, {1, 2, 3, 4, 5, 6});
    row("binary, lists first, mixed types", binaryPly(), 3, {0.5, -1.5, -3, 1.5, -1.5, -3});
    row("colors", binaryPly(), 6, {0.5, -1.5, -3, 0, 0.2, 0.4, 1.5, -1.5, -3, 0.2, 0.4, 0.6});
  }
  void readsPly() {
    QFETCH(QByteArray, file);
    QFETCH(int, coordinates);
    QFETCH(QList<double>, values);
    const auto points = readPly(bytesOf(file.toStdString()), "a.ply", static_cast<std::size_t>(coordinates));
    QVERIFY(test::allNear(points.values, std::vector<double>(values.begin(), values.end()), 1e-6));
    QCOMPARE(points.count * points.coordinates, points.values.size());
  }

  void readsOff_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("plain") << QByteArray("OFF\n2 1 0\n1 2 3\n4 5 6\n3 0 1 0\n");
    QTest::newRow("ModelNet's missing line end") << QByteArray("OFF2 1 0\n1 2 3\n4 5 6\n3 0 1 0\n");
    QTest::newRow("comments and colors") << QByteArray("# c\nCOFF # d\n2 1 0\n\n1 2 3 255 0 0\n# e\n4 5 6 0 0 0\n");
    QTest::newRow("Windows lines") << QByteArray("OFF\r\n2 1 0\r\n1 2 3\r\n4 5 6\r\n");
  }
  void readsOff() {
    QFETCH(QByteArray, file);
    QCOMPARE(readOff(bytesOf(file.toStdString()), "a.off").values, (std::vector<float>{1, 2, 3, 4, 5, 6}));
  }

  void readsRows() {
    QCOMPARE(readPointRows(bytesOf("1,2,3,9\n4 5\t6 9\n"), "a.txt").values, (std::vector<float>{1, 2, 3, 4, 5, 6}));
    QVERIFY(failsWith([] { readPointRows(bytesOf("1,2\n"), "a.txt"); }, {"a.txt", "line 1", "2 numbers", "3"}));
  }

  void refusals() {
    const auto ply = [](const std::string& text) { return readPly(bytesOf(text), "a.ply"); };
    QVERIFY(failsWith([&] { ply("pl"); }, {"a.ply", "not a PLY file"}));
    QVERIFY(failsWith([&] { ply(plyHead); }, {"end_header"}));
    QVERIFY(failsWith([&] { ply(plyHead + "end_header\n1.25 2.25 3.25\n4.25 5"); }, {"a.ply", "number"}));
    QVERIFY(failsWith([&] { ply(plyHead + "end_header\n1 2 3\n4 x 6"); }, {"\"x\""}));
    QVERIFY(failsWith([&] { ply("ply\nformat ascii 1.0\nelement vertex 3000000000\nproperty float x\nend_header\n1"); },
                      {"3000000000", "bytes left"}));
    QVERIFY(failsWith([&] { ply("ply\nformat binary_big_endian 1.0\nend_header\n"); }, {"binary_big_endian", "ascii"}));
    QVERIFY(failsWith([&] { ply("ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n1\n"); },
                      {"x, y and z"}));
    QVERIFY(failsWith([&] { ply(binaryPly().substr(0, binaryPly().size() - 1)); }, {"a.ply", "copy it again"}));
    QVERIFY(failsWith([] { readOff(bytesOf("2 1 0\n"), "a.off"); }, {"a.off", "OFF"}));
    QVERIFY(failsWith([] { readOff(bytesOf("OFF\n9999999 1 0\n1 2 3\n"), "a.off"); }, {"9999999"}));
    QVERIFY(failsWith([] { readOff(bytesOf("OFF\n2 1 0\n1 2 3\n4 5\n"), "a.off"); }, {"line 4", "2 numbers"}));
  }

  void foldersAndSizes() {
    QTemporaryDir folder;
    const QDir root(folder.path());
    const auto write = [&](const QString& name, const std::string& text) {
      root.mkpath(QFileInfo(name).path());
      QFile file(root.filePath(name));
      return file.open(QIODevice::WriteOnly) && file.write(text.data(), static_cast<qint64>(text.size())) > 0;
    };
    QVERIFY(write("chair/a.off", "OFF\n2 0 0\n1 2 3\n4 5 6\n") &&
            write("bed/b.ply", plyHead + "end_header\n7 8 9\n1 1 1\n"));
    const auto path = folder.path().toStdString();
    const auto set = readSamples(path);
    QCOMPARE(set.format.shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(set.classes, (std::vector<std::string>{"bed", "chair"}));
    QVERIFY(set.classesGuessed);
    QCOMPARE(set.samples[0].values, (std::vector<float>{7, 8, 9, 1, 1, 1}));
    QVERIFY(write("chair/c.xyz", "1 2 3\n4 5 6\n7 8 9\n"));
    QVERIFY(failsWith([&] { readSamples(path); }, {"c.xyz", "[3, 3]", "[2, 3]"}));
    SampleHints hints;
    hints.shape = {2, 3};
    const auto thinned = readSamples(path, hints);
    QCOMPARE(thinned.samples[2].values.size(), std::size_t{6});
    QVERIFY(QString::fromStdString(thinned.notes.back()).contains("1 point clouds subsampled to 2"));
    hints.shape = {3, 3};
    QVERIFY(failsWith([&] { readSamples(path, hints); }, {"b.ply", "[2, 3]", "[3, 3]"}));
    const auto alone = readSamples(root.filePath("chair/a.off").toStdString());
    QCOMPARE(alone.samples.size(), std::size_t{1});
    QVERIFY(!alone.classesGuessed);
  }

  void clustersFindSeparateBlobs() {
    std::mt19937 random(3);
    const auto sample = blobs(30, random);
    const InputFormat format{InputKind::points, {120, 3}, {}, {}};
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto clusters = clusterPoints(sample, format, 4, seed);
      QCOMPARE(clusters.size(), std::size_t{4});
      for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(clusters[i].size(), std::size_t{30});
        for (const auto p : clusters[i]) QCOMPARE(p % 4, static_cast<std::uint32_t>(i));
      }
    }
  }

  // A fixed point of Lloyd's iteration: each point is in the cluster of the nearest mean.
  void clustersAreAPartitionByNearestMean() {
    std::mt19937 random(4);
    std::normal_distribution<float> normal;
    for (int k : {1, 2, 7, 30, 60}) {
      Sample sample;
      for (int i = 0; i < 180; ++i) sample.values.push_back(normal(random));
      const InputFormat format{InputKind::points, {60, 3}, {}, {}};
      const auto clusters = clusterPoints(sample, format, k, 1);
      QCOMPARE(clusters, clusterPoints(sample, format, k, 1));
      std::set<std::uint32_t> seen;
      std::vector<std::array<double, 3>> means;
      for (const auto& cluster : clusters) {
        QVERIFY(!cluster.empty());
        auto& mean = means.emplace_back();
        mean = {};
        for (const auto p : cluster) {
          QVERIFY(seen.insert(p).second);
          for (std::size_t c = 0; c < 3; ++c) {
            mean[c] += static_cast<double>(sample.values[p * 3 + c]) / static_cast<double>(cluster.size());
          }
        }
      }
      QCOMPARE(seen.size(), std::size_t{60});
      for (std::size_t i = 0; i < clusters.size(); ++i) {
        for (const auto p : clusters[i]) {
          const auto distance = [&](std::size_t j) {
            double sum = 0;
            for (std::size_t c = 0; c < 3; ++c)
              sum += std::pow(static_cast<double>(sample.values[p * 3 + c]) - means[j][c], 2);
            return sum;
          };
          for (std::size_t j = 0; j < clusters.size(); ++j) QVERIFY(distance(i) <= distance(j) + 1e-12);
        }
      }
    }
  }

  void equalPointsStillGiveFullClusters() {
    Sample sample;
    sample.values.assign(15, 1.0F);
    const InputFormat format{InputKind::points, {5, 3}, {}, {}};
    for (int k = 1; k <= 5; ++k) {
      for (const auto& cluster : clusterPoints(sample, format, k, 9)) QVERIFY(!cluster.empty());
    }
    QVERIFY(failsWith([&] { clusterPoints(sample, format, 6, 0); }, {"6 clusters", "5 points"}));
    QVERIFY(failsWith([&] { clusterPoints(sample, format, 0, 0); }, {"0 clusters"}));
  }

  void maskedClustersMoveToTheirMean() {
    std::mt19937 random(5);
    auto plain = blobs(5, random);
    const InputFormat format{InputKind::points, {20, 4}, {}, {}};
    Sample sample;
    for (std::size_t p = 0; p < 20; ++p) {
      sample.values.insert(sample.values.end(), plain.values.begin() + static_cast<std::ptrdiff_t>(p * 3),
                           plain.values.begin() + static_cast<std::ptrdiff_t>(p * 3 + 3));
      sample.values.push_back(static_cast<float>(p));
    }
    const auto variables = drawClusters(format, clusterPoints(sample, format, 4, 0), 3, 2);
    QCOMPARE(variables.count(), 3);
    const MaskedInput input(sample, format, variables, clusterMeanBaseline(sample, format, variables),
                            Background::keep);
    std::vector<float> row(80);
    input.write(0, row);
    for (const auto& variable : variables.all()) {
      std::array<double, 3> mean{};
      for (const auto p : variable.positions) {
        for (std::size_t c = 0; c < 3; ++c) mean[c] += static_cast<double>(sample.values[p * 4 + c]) / 5.0;
      }
      for (const auto p : variable.positions) {
        for (std::size_t c = 0; c < 3; ++c) QVERIFY(test::near(static_cast<double>(row[p * 4 + c]), mean[c], 1e-6));
        QCOMPARE(row[p * 4 + 3], static_cast<float>(p));
      }
    }
    input.write(7, row);
    QCOMPARE(row, sample.values);
  }
};

QTEST_APPLESS_MAIN(PointSamplesTest)
#include "tst_point_samples.moc"
