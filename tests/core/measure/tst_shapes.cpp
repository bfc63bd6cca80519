// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/run_control.h"
#include "core/measure/shapes/column_passes.h"

#include <QTest>

#include <cmath>

using namespace spindle;

namespace {

/// Three columns and two members: member m makes (m + 1) x^2, (m + 1) sin x, 0 of them; the score is their mean plus 5.
/// Spoiled, another feature's value, or the score, depends on what it should not.
class AdditiveNetwork : public Network {
 public:
  enum class Spoiled { no, feature, score };
  explicit AdditiveNetwork(Spoiled spoiled) : spoiled_(spoiled) {}
  [[nodiscard]] std::size_t outputs() const override { return 1; }
  void evaluate(std::span<const float> inputs, std::size_t rows, std::span<float> results) override {
    std::vector<std::vector<float>> values;
    evaluateLayers(inputs, rows, values, results);
  }
  void evaluateCoalitions(const AdditiveInput&, std::size_t, std::span<float>) override {}
  [[nodiscard]] const std::vector<ValueLayer>& valueLayers() const override { return layers_; }
  void evaluateLayers(std::span<const float> inputs, std::size_t rows, std::vector<std::vector<float>>& values,
                      std::span<float> results) override {
    values.assign(1, {});
    for (std::size_t r = 0; r < rows; ++r) {
      const float x = inputs[3 * r], y = inputs[3 * r + 1];
      float sum = 0.0F;
      for (const float m : {1.0F, 2.0F}) {
        const float second = m * std::sin(y) + (spoiled_ == Spoiled::feature ? x : 0.0F);
        values[0].insert(values[0].end(), {m * x * x, second, 0.0F});
        sum += m * x * x + second;
      }
      results[r] = sum / 2.0F + 5.0F + (spoiled_ == Spoiled::score ? 0.1F * x : 0.0F);
    }
  }
  [[nodiscard]] std::string path() const override { return {}; }

 private:
  Spoiled spoiled_;
  std::vector<ValueLayer> layers_{{"hardtanh1", {6}}};
};

ColumnOutputs outputsOf(AdditiveNetwork::Spoiled spoiled, bool layer) {
  AdditiveNetwork network(spoiled);
  const ColumnRows rows{{0.5F, 0.25F, 1.0F}, {{-1.0F, 2.0F}, {0.0F, 1.0F, 3.0F}, {7.0F}}};
  return columnOutputs(network, rows, OutputKind::value, Score::value, 0, layer, RunControl());
}

}  // namespace

class ShapesTest : public QObject {
  Q_OBJECT

 private slots:
  void eachColumnIsVariedAlone() {
    for (const bool layer : {false, true}) {
      const ColumnOutputs made = outputsOf(AdditiveNetwork::Spoiled::no, layer);
      const double other = 1.5 * std::sin(0.25) + 5.0, square = 1.5 * 0.25 + 5.0;
      QCOMPARE(made.scores[0].size(), std::size_t{2});
      QVERIFY(std::abs(made.scores[0][0] - (1.5 + other)) < 1e-6);
      QVERIFY(std::abs(made.scores[0][1] - (6.0 + other)) < 1e-6);
      QVERIFY(std::abs(made.scores[1][2] - (1.5 * std::sin(3.0) + square)) < 1e-6);
      QVERIFY(std::abs(made.scores[2][0] - (0.375 + other)) < 1e-6);
    }
  }

  void membersAreReadWhereTheyAreSuch() {
    const ColumnOutputs made = outputsOf(AdditiveNetwork::Spoiled::no, true);
    QCOMPARE(made.memberCount, std::size_t{2});
    const std::vector<double> first{1.0, 2.0, 4.0, 8.0};  // two rows of two members
    QCOMPARE(made.members[0], first);
    QVERIFY(std::abs(made.members[1][3] - 2.0 * std::sin(1.0)) < 1e-6);
    QCOMPARE(outputsOf(AdditiveNetwork::Spoiled::no, false).memberCount, std::size_t{0});
  }

  void aLayerThatIsNoSumIsNotTakenForOne() {
    for (const auto spoiled : {AdditiveNetwork::Spoiled::feature, AdditiveNetwork::Spoiled::score})
      QCOMPARE(outputsOf(spoiled, true).memberCount, std::size_t{0});
  }
};

QTEST_APPLESS_MAIN(ShapesTest)
#include "tst_shapes.moc"
