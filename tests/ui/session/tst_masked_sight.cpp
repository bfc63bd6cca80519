// SPDX-License-Identifier: GPL-3.0-or-later
// What the network sees under a coalition, as it is shown: for every kind of input the same as is computed with.
#include "core/base/split_mix.h"
#include "core/input/variables/point_clusters.h"
#include "core/measure/extraction_inputs.h"
#include "ui/session/masked_sight.h"

#include <QTest>

#include <cmath>

using namespace spindle;

namespace {

RunFacts factsOf(InputKind kind, std::vector<std::int64_t> shape, std::vector<double> mean, std::vector<double> std,
                 std::vector<double> baseline) {
  RunFacts facts;
  facts.samples.format = {kind, std::move(shape), std::move(mean), std::move(std)};
  facts.options.baseline.values = std::move(baseline);
  SplitMix64 random(5);
  for (int s = 0; s < 3; ++s) {
    Sample& sample = facts.samples.samples.emplace_back();
    for (std::size_t e = 0; e < facts.samples.format.elements(); ++e)
      sample.values.push_back(static_cast<float>(random.uniform()));
  }
  return facts;
}

InputVariables halves(const InputFormat& format) {
  std::vector<InputVariable> list(3);
  for (std::uint32_t e = 0; e < format.elements(); ++e) {
    if (e % 4 < 3) list[e % 4].elements.push_back(e);  // every fourth belongs to none
  }
  for (std::size_t i = 0; i < 3; ++i) list[i].name = "part " + std::to_string(i);
  return {std::move(list), format.elements()};
}

}  // namespace

class MaskedSightTest : public QObject {
  Q_OBJECT

 private slots:
  void presentValuesAreExactAndMaskedOnesTheBaseline_data() {
    QTest::addColumn<int>("background");
    QTest::addColumn<QList<double>>("baseline");
    QTest::newRow("zero") << 0 << QList<double>{0.0};
    QTest::newRow("mean") << 0 << QList<double>{0.25, 0.5};
    QTest::newRow("background masked") << 1 << QList<double>{0.25, 0.5};
  }
  void presentValuesAreExactAndMaskedOnesTheBaseline() {
    QFETCH(int, background);
    QFETCH(QList<double>, baseline);
    RunFacts facts =
        factsOf(InputKind::image, {2, 4, 6}, {0.286, 0.4}, {0.353, 2.0}, {baseline.begin(), baseline.end()});
    facts.options.background = background == 1 ? Background::mask : Background::keep;
    const InputVariables variables = halves(facts.samples.format);
    for (Coalition t = 0; t < 8; ++t) {
      const MaskedSight sight = maskedSight(facts, variables, 1, t);
      QCOMPARE(sight.values.size(), std::size_t{48});
      for (std::uint32_t e = 0; e < 48; ++e) {
        const bool present = e % 4 == 3 ? background == 0 : (t >> (e % 4) & 1U) != 0;
        const double masked = baseline.size() == 1 ? baseline[0] : baseline[static_cast<int>(e / 24)];
        if (present) {
          QCOMPARE(sight.values[e], facts.samples.samples[1].values[e]);
        } else {
          QVERIFY(std::abs(sight.values[e] - masked) < 1e-6);
          if (masked == 0.0) QCOMPARE(sight.values[e], 0.0F);
        }
      }
    }
  }

  /// Normalized again it is the row that a network gets.
  void itIsTheRowThatIsComputedWith_data() {
    QTest::addColumn<int>("kind");
    for (const InputKind kind : {InputKind::image, InputKind::tabular, InputKind::points})
      QTest::newRow(toText(kind).c_str()) << static_cast<int>(kind);
  }
  void itIsTheRowThatIsComputedWith() {
    QFETCH(int, kind);
    const auto of = static_cast<InputKind>(kind);
    const std::vector<std::int64_t> shape = of == InputKind::image     ? std::vector<std::int64_t>{1, 6, 8}
                                            : of == InputKind::tabular ? std::vector<std::int64_t>{12}
                                                                       : std::vector<std::int64_t>{16, 3};
    RunFacts facts = factsOf(of, shape, {0.3}, {0.2}, {0.7});
    InputVariables variables = halves(facts.samples.format);
    if (of == InputKind::points) {
      facts.options.clusterMean = true;
      variables =
          drawClusters(facts.samples.format, clusterPoints(facts.samples.samples[2], facts.samples.format, 5, 0), 3, 1);
    }
    const MaskedInput input = maskedInput(facts.samples, 2, variables, facts.options);
    std::vector<float> row(input.elements());
    for (Coalition t = 0; t < 8; ++t) {
      const MaskedSight sight = maskedSight(facts, variables, 2, t);
      input.write(t, row);
      for (std::size_t e = 0; e < row.size(); ++e)
        QVERIFY(std::abs(facts.samples.format.normalized(static_cast<double>(sight.values[e]), e) - row[e]) < 1e-5F);
    }
    if (of != InputKind::points) return;
    // The points of a masked cluster stand at their mean.
    const MaskedSight sight = maskedSight(facts, variables, 2, 0);
    for (const InputVariable& cluster : variables.all()) {
      for (std::size_t c = 0; c < 3; ++c) {
        double mean = 0.0;
        for (const std::uint32_t p : cluster.positions)
          mean += static_cast<double>(facts.samples.samples[2].values[3 * p + c]) /
                  static_cast<double>(cluster.positions.size());
        for (const std::uint32_t p : cluster.positions) QVERIFY(std::abs(sight.values[3 * p + c] - mean) < 1e-5);
      }
    }
  }

  void maskedWordsAreTheTokenThatTheyBecome() {
    RunFacts facts = factsOf(InputKind::text, {6}, {}, {}, {103.0});
    facts.maskedToken = "[MASK]";
    Sample& sample = facts.samples.samples[0];
    sample.values = {101, 7, 8, 9, 102, 0};
    sample.words = {"un", "believable", "cut"};
    sample.wordTokens = {{1}, {2, 3}, {}};
    const InputVariables variables({wordVariable(sample, {0}, "un"), wordVariable(sample, {1}, "believable")}, 6);
    QCOMPARE(maskedSight(facts, variables, 0, 3).words, (QStringList{"un", "believable", "cut"}));
    QCOMPARE(maskedSight(facts, variables, 0, 1).words, (QStringList{"un", "[MASK] [MASK]", "cut"}));
    QCOMPARE(maskedSight(facts, variables, 0, 0).words, (QStringList{"[MASK]", "[MASK] [MASK]", "cut"}));
    QCOMPARE(maskedSight(facts, variables, 0, 0).values, (std::vector<float>{101, 103, 103, 103, 102, 0}));
  }

  void whatIsNotKnownIsNotShown() {
    RunFacts facts = factsOf(InputKind::tabular, {12}, {}, {}, {0.0});
    const InputVariables variables = halves(facts.samples.format);
    facts.options.maskAt = "relu1";
    QVERIFY(maskedSight(facts, variables, 0, 1).values.empty());
    facts.options.maskAt.clear();
    facts.resultsOnly = true;
    QVERIFY(maskedSight(facts, variables, 0, 1).values.empty());
  }

  void scoresComeFromTheTable() {
    const std::vector<double> scores{-0.5, 1.0, 2.0, 4.25};
    const PairResult pair{CoalitionTable(scores), CoalitionTable(2), CoalitionTable(2)};
    const InteractionListPtr list = interactionList(pair, 0.1, OrderOne::merged);
    QCOMPARE(list->scores, scores);
    QCOMPARE(sightText(*list, "log-odds", 2), QString("v(T) = 2.00, v(N) = 4.25, v(\u2205) = \u22120.500 nats"));
    QCOMPARE(sightText(*list, "probability", 3),
             QString("v(T) = 4.25, v(N) = 4.25, v(\u2205) = \u22120.500 probability"));
    QVERIFY(sightText(*list, "logit", 4).isEmpty());
    QCOMPARE(coalitionText(2, {"collar", "hem"}), QString("Only hem"));
    QCOMPARE(coalitionText(3, {"collar", "hem"}), QString("All variables"));
    QCOMPARE(coalitionText(0, {"collar", "hem"}), QString("No variable"));
    QCOMPARE(coalitionText(5, {"a", "b", "c"}), QString("Only a + c"));
  }
};

QTEST_GUILESS_MAIN(MaskedSightTest)
#include "tst_masked_sight.moc"
