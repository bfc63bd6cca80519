// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/masked_model.h"
#include "core/model/batch_size.h"

#include <QTest>

using namespace spindle;

namespace {

constexpr std::size_t mostFloats = (std::size_t{1} << 26) / sizeof(float);

/// Output j of a row is its sum plus j; it keeps the largest number of outputs that was asked for at once.
class WideNetwork : public Network {
 public:
  explicit WideNetwork(std::size_t outputs) : outputs_(outputs) {}
  std::size_t largest = 0;
  [[nodiscard]] std::size_t outputs() const override { return outputs_; }
  void evaluate(std::span<const float>, std::size_t, std::span<float>) override {}
  void evaluateCoalitions(const AdditiveInput& input, std::size_t, std::span<float> results) override {
    largest = std::max(largest, results.size());
    for (std::size_t t = 0; t < std::size_t{1} << input.parts.size(); ++t) {
      std::vector<float> row = input.base;
      for (std::size_t i = 0; i < input.parts.size(); ++i) {
        for (std::size_t k = 0; k < input.parts[i].indices.size() && (t >> i & 1U) != 0; ++k)
          row[input.parts[i].indices[k]] = input.parts[i].present[k];
      }
      float sum = 0.0F;
      for (const float value : row) sum += value;
      results[t * outputs_] = sum;
      results[t * outputs_ + outputs_ - 1] = sum + 1.0F;
    }
  }
  [[nodiscard]] std::string path() const override { return "wide"; }

 private:
  std::size_t outputs_;
};

/// Variable i puts 2^i in the place of 0.5 twice.
AdditiveInput input(int variables) {
  AdditiveInput made;
  made.base.assign(2 * static_cast<std::size_t>(variables), 0.5F);
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(variables); ++i) {
    const auto value = static_cast<float>(1U << i);
    made.parts.push_back({{2 * i, 2 * i + 1}, {value, value}});
  }
  return made;
}

}  // namespace

class ScoreTableTest : public QObject {
  Q_OBJECT

 private slots:
  /// 2^n rows of the outputs of a language model do not fit in memory; the scores are the same.
  void manyOutputsComeInParts_data() {
    QTest::addColumn<int>("variables");
    QTest::addColumn<qint64>("outputs");
    QTest::newRow("few outputs at once") << 6 << qint64{10};
    QTest::newRow("words of a language") << 9 << qint64{50257};
    QTest::newRow("two million") << 5 << qint64{2'000'000};
    QTest::newRow("more than fits") << 3 << qint64{10'000'000};
  }
  void manyOutputsComeInParts() {
    QFETCH(int, variables);
    QFETCH(qint64, outputs);
    WideNetwork network(static_cast<std::size_t>(outputs));
    const auto table = scoreTable(network, input(variables),
                                  {Score::value, OutputKind::value, static_cast<std::size_t>(outputs - 1)}, 64);
    for (std::size_t t = 0; t < table.size(); ++t) {
      double expected = 1.0;
      for (int i = 0; i < variables; ++i) expected += (t >> i & 1U) != 0 ? 2.0 * (1 << i) : 1.0;
      QCOMPARE(table[static_cast<Coalition>(t)], expected);
    }
    QVERIFY(network.largest <= std::max(mostFloats, 2 * static_cast<std::size_t>(outputs)));
    network.largest = 0;
    (void)measuredBatch(network, input(variables));
    QVERIFY(network.largest > 0 && network.largest <= std::max(mostFloats, 2 * static_cast<std::size_t>(outputs)));
  }
};

QTEST_GUILESS_MAIN(ScoreTableTest)
#include "tst_score_table.moc"
