// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/channel_moments.h"
#include "core/input/sample/describe_samples.h"
#include "tests/core/near.h"

#include <QTest>

#include <cmath>

using namespace spindle;

namespace {

SampleSet imageSet(const char* type, std::vector<float> values, std::vector<double> mean = {}) {
  SampleSet set;
  set.format = {InputKind::image, {1, 1, static_cast<std::int64_t>(values.size())}, std::move(mean), {}};
  set.storedType = type;
  set.samples.push_back({std::move(values), 1, "a", Split::train, {}, {}});
  return set;
}

}  // namespace

class DescribeSamplesTest : public QObject {
  Q_OBJECT
 private slots:
  void guesses_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<bool>("constants");
    QTest::addColumn<QString>("part");
    QTest::addColumn<bool>("doubtful");
    QTest::newRow("float 0 to 1") << "float32" << QList<double>{0, 0.9} << true << "already divided by 255" << false;
    QTest::newRow("bytes") << "uint8" << QList<double>{0, 1} << true << "values 0 to 1, divided by 255" << false;
    QTest::newRow("no constants") << "uint8" << QList<double>{0, 1} << false << "used unchanged" << false;
    QTest::newRow("float 0 to 255") << "float32" << QList<double>{0, 255} << false << "not divided by 255" << true;
    QTest::newRow("normalized") << "float32" << QList<double>{-0.8, 2.1} << false << "already normalized" << false;
    QTest::newRow("normalized twice") << "float32" << QList<double>{-0.8, 2.1} << true << "twice" << true;
    QTest::newRow("bytes to 16") << "uint8" << QList<double>{0, 16.0 / 255} << false << "only 16 of 255" << true;
  }
  void guesses() {
    QFETCH(QString, type);
    QFETCH(QList<double>, values);
    QFETCH(bool, constants);
    QFETCH(QString, part);
    std::vector<float> floats;
    for (const double value : values) floats.push_back(static_cast<float>(value));
    const auto summary = describeSamples(
        imageSet(qPrintable(type), floats, constants ? std::vector<double>{0.3} : std::vector<double>{}));
    QVERIFY2(QString::fromStdString(summary.guess).contains(part), summary.guess.c_str());
    QTEST(summary.doubtful, "doubtful");
  }

  void numbers() {
    auto set = imageSet("float32", {0.0F, 0.5F, 1.0F, 0.5F});
    set.samples.push_back({{0, 0, 0, 0}, 3, "b", Split::test, {}, {}});
    const auto summary = describeSamples(set);
    QCOMPARE(QString::fromStdString(summary.line()), QString("2 samples, image [1, 1, 4], float32, raw values 0 to 1"));
    QCOMPARE(summary.classCounts, (std::vector<std::size_t>{0, 1, 0, 1}));
    QVERIFY(test::near(summary.average, 0.25, 1e-12));
    QVERIFY(test::near(summary.deviation, std::sqrt(1.5 / 8 - 0.0625), 1e-12));
    QCOMPARE(summary.train, std::size_t{1});
    QCOMPARE(summary.test, std::size_t{1});
  }

  void thumbnailsOfImages() {
    const InputFormat gray{InputKind::image, {1, 1, 2}, {}, {}};
    const auto unit = thumbnail({{0.0F, 0.5F}, 0, "", Split::unknown, {}, {}}, gray);
    QCOMPARE(unit.rgb, (std::vector<std::uint8_t>{0, 0, 0, 128, 128, 128}));
    const auto stretched = thumbnail({{-1.0F, 3.0F}, 0, "", Split::unknown, {}, {}}, gray);
    QCOMPARE(stretched.rgb, (std::vector<std::uint8_t>{0, 0, 0, 255, 255, 255}));
    const InputFormat color{InputKind::image, {3, 1, 1}, {}, {}};
    const auto red = thumbnail({{1.0F, 0.0F, 0.2F}, 0, "", Split::unknown, {}, {}}, color);
    QCOMPARE(red.rgb, (std::vector<std::uint8_t>{255, 0, 51}));
    QVERIFY(thumbnail({}, gray).rgb.empty());
  }

  void thumbnailsOfPoints() {
    const InputFormat points{InputKind::points, {2, 3}, {}, {}};
    const auto picture = thumbnail({{-1, -1, 0, 1, 1, 5}, 0, "", Split::unknown, {}, {}}, points);
    QCOMPARE(picture.width, 64);
    QCOMPARE(picture.rgb[(63 * 64 + 0) * 3], std::uint8_t{170});  // lower left
    QCOMPARE(picture.rgb[(0 * 64 + 63) * 3], std::uint8_t{170});  // upper right
    QCOMPARE(std::count(picture.rgb.begin(), picture.rgb.end(), std::uint8_t{170}), 6);
    const auto one = thumbnail({{1, 1, 1, 1, 1, 1}, 0, "", Split::unknown, {}, {}}, points);
    QCOMPARE(std::count(one.rgb.begin(), one.rgb.end(), std::uint8_t{85}), 3);
  }

  void momentsOfChannelsAndColumns() {
    SampleSet pictures;
    pictures.format = {InputKind::image, {2, 1, 2}, {}, {}};
    pictures.samples.push_back({{0, 2, 5, 5}, 0, "", Split::unknown, {}, {}});
    pictures.samples.push_back({{4, 6, 5, 5}, 0, "", Split::unknown, {}, {}});
    const ChannelMoments moments = channelMoments(pictures);
    QCOMPARE(moments.mean, (std::vector<double>{3, 5}));
    QCOMPARE(moments.std.size(), std::size_t{2});
    QVERIFY(test::near(moments.std[0], std::sqrt(5.0), 1e-12));
    QCOMPARE(moments.std[1], 1.0);  // never changes
    QVERIFY(channelMoments({}).mean.empty());
    pictures.format.kind = InputKind::text;
    QVERIFY(channelMoments(pictures).mean.empty());
  }

  void constantsThatChangeNothingAreNone() {
    SampleSet set = imageSet("float32", {-1, 1}, {0.0});
    set.format.std = {1.0};
    QVERIFY(!describeSamples(set).doubtful);
    set.format.mean = {0.5};
    QVERIFY(describeSamples(set).doubtful);
  }

  void otherKinds() {
    SampleSet table;
    table.format = {InputKind::tabular, {2}, {}, {}};
    table.samples.push_back({{1, 4000}, 0, "", Split::unknown, {}, {}});
    QVERIFY(describeSamples(table).doubtful);
    table.format.mean = {1, 2000};
    QVERIFY(!describeSamples(table).doubtful);
    QVERIFY(thumbnail(table.samples[0], table.format).rgb.empty());
  }
};

QTEST_APPLESS_MAIN(DescribeSamplesTest)
#include "tst_describe_samples.moc"
