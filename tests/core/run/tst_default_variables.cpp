// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/samples/default_variables.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace spindle;

namespace {

SampleSet images(std::vector<std::int64_t> shape, std::size_t count) {
  SampleSet set;
  set.format = {InputKind::image, std::move(shape), {}, {}};
  set.samples.resize(count);
  for (auto& sample : set.samples) sample.values.assign(set.format.elements(), 0.5F);
  return set;
}

SampleSet table(std::size_t columns, std::size_t rows) {
  SampleSet set;
  set.format = {InputKind::tabular, {static_cast<std::int64_t>(columns)}, {}, {}};
  for (std::size_t c = 0; c < columns; ++c) set.columns.push_back("c" + std::to_string(c));
  for (std::size_t r = 0; r < rows; ++r) {
    Sample sample;
    // Column c varies by c * r: later columns vary more.
    for (std::size_t c = 0; c < columns; ++c) sample.values.push_back(static_cast<float>(c * r));
    set.samples.push_back(sample);
  }
  return set;
}

Sample text(std::initializer_list<const char*> words) {
  Sample sample;
  for (const auto* word : words) {
    sample.wordTokens.push_back({static_cast<std::uint32_t>(sample.words.size())});
    sample.words.emplace_back(word);
    sample.values.push_back(1.0F);
  }
  sample.values.resize(20);
  return sample;
}

QString names(const InputVariables& variables) {
  QStringList list;
  for (const auto& variable : variables.all()) list << QString::fromStdString(variable.name);
  return list.join(' ');
}

}  // namespace

class DefaultVariablesTest : public QObject {
  Q_OBJECT

 private slots:
  void gridsForImages_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("count");
    QTest::newRow("28x28") << 28 << 28 << 7 << 10;
    QTest::newRow("14x14") << 14 << 14 << 7 << 10;
    QTest::newRow("8x8") << 8 << 8 << 4 << 10;
    QTest::newRow("13x200") << 13 << 200 << 4 << 10;
    QTest::newRow("3x3") << 3 << 3 << 3 << 9;
    QTest::newRow("1x1") << 1 << 1 << 1 << 1;
  }

  void gridsForImages() {
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, rows);
    QFETCH(int, count);
    const auto set = images({1, height, width}, 2);
    QCOMPARE(defaultGrid(set.format).rows, rows);
    const auto variables = defaultVariables(set);
    QCOMPARE(variables.size(), std::size_t{2});
    QVERIFY(variables[0] == variables[1]);
    QCOMPARE(variables[0].count(), count);
    if (rows != 7) return;
    for (const auto& variable : variables[0].all()) {
      const auto rect = variable.rects.front();
      QVERIFY(rect.top >= height / 7 && rect.top + rect.height <= height - height / 7);
      QVERIFY(rect.left >= width / 7 && rect.left + rect.width <= width - width / 7);
    }
  }

  void columnsThatVaryMost() {
    QCOMPARE(names(defaultVariables(table(3, 4))[3]), QString("c0 c1 c2"));
    const auto many = defaultVariables(table(15, 4));
    QCOMPARE(names(many[0]), QString("c3 c4 c5 c6 c7 c8 c9 c10 c11 c12 c13 c14"));
    auto scaled = table(15, 4);
    scaled.format.mean.assign(15, 0.0);
    scaled.format.std.assign(15, 1.0);
    scaled.format.std[14] = 1e6;  // what the network sees of it hardly varies
    QCOMPARE(names(defaultVariables(scaled)[0]), QString("c2 c3 c4 c5 c6 c7 c8 c9 c10 c11 c12 c13"));
  }

  void wordsWithMeaning() {
    SampleSet set;
    set.format = {InputKind::text, {20}, {}, {}};
    set.samples = {text({"the", "film", "is", "a", "quiet", "masterpiece", "!"}), text({"I", "slept", "well", ","})};
    const auto variables = defaultVariables(set);
    QCOMPARE(names(variables[0]), QString("the film quiet masterpiece"));
    QCOMPARE(names(variables[1]), QString("I slept well ,"));
    set.samples.pop_back();
    set.samples.push_back(text({"bright", "young", "actors"}));
    QCOMPARE(names(defaultVariables(set)[0]), QString("film quiet masterpiece"));
  }

  /// Words beyond the network's length have no tokens, and are no variables that the program may choose.
  void wordsThatWereCutOff() {
    SampleSet set;
    set.format = {InputKind::text, {20}, {}, {}};
    for (int i = 0; i < 3; ++i) {
      set.samples.push_back(text({"the", "film", "was", "bright", "beyond", "measure"}));
      set.samples.back().wordTokens[4].clear();
      set.samples.back().wordTokens[5].clear();
    }
    QCOMPARE(defaultWords(set), std::size_t{4});
    QCOMPARE(names(defaultVariables(set)[0]), QString("the film was bright"));
    QCOMPARE(meaningfulWords(set.samples[0]), (std::vector<std::uint32_t>{1, 3}));
  }

  void shortTextsDoNotDecide() {
    SampleSet set;
    set.format = {InputKind::text, {20}, {}, {}};
    for (int i = 0; i < 3; ++i) set.samples.push_back(text({"the", "film", "is", "a", "quiet", "masterpiece", "!"}));
    set.samples.push_back(text({"Bad"}));
    QCOMPARE(defaultWords(set), std::size_t{7});
    const auto variables = defaultVariables(set);
    QCOMPARE(variables[0].count(), 7);
    QCOMPARE(names(variables[3]), QString("Bad"));
    // Of many, fifty are enough; a text of blanks has no words at all.
    set.samples.push_back(text({}));
    QCOMPARE(defaultWords(set), std::size_t{1});
    QCOMPARE(defaultVariables(set)[4].count(), 1);
    for (int i = 0; i < 300; ++i) set.samples.push_back(text({"So", "so"}));
    QCOMPARE(defaultWords(set), std::size_t{2});
    for (int i = 0; i < 50; ++i)
      set.samples.push_back(text({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}));
    QCOMPARE(defaultWords(set), std::size_t{10});
  }

  void clustersOfPoints() {
    SampleSet set;
    set.format = {InputKind::points, {64, 3}, {}, {}};
    Sample sample;
    for (int i = 0; i < 64; ++i) {
      sample.values.insert(sample.values.end(),
                           {static_cast<float>(i % 4), static_cast<float>(i / 4 % 4), static_cast<float>(i / 16)});
    }
    set.samples = {sample, sample};
    const auto variables = defaultVariables(set);
    QCOMPARE(variables[0].count(), 10);
    QVERIFY(variables[0] == variables[1]);
    set.format.shape = {4, 3};
    set.samples[0].values.resize(12);
    set.samples.resize(1);
    QCOMPARE(defaultVariables(set)[0].count(), 4);
  }

  void noSamples() { QVERIFY(defaultVariables(SampleSet{}).empty()); }
};

QTEST_APPLESS_MAIN(DefaultVariablesTest)
#include "tst_default_variables.moc"
