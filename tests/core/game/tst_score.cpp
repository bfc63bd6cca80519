// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/game/score.h"
#include "tests/core/near.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace spindle;
using spindle::test::near;

namespace {

using Row = std::vector<float>;
constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

/// The definition, naively: log(p / (1 - p)) in long double with p from the softmax.
double naiveLogOdds(const Row& logits, std::size_t target) {
  long double sum = 0.0L;
  for (const float z : logits) sum += std::exp(static_cast<long double>(z));
  const long double p = std::exp(static_cast<long double>(logits[target])) / sum;
  return static_cast<double>(std::log(p / (1.0L - p)));
}

}  // namespace

class TestScore : public QObject {
  Q_OBJECT
 private slots:
  void closedForms_data();
  void closedForms();
  void logOddsAgreeWithTheDefinition();
  void outputsOfOneNetworkGiveOneScore();
  void nanInGivesNanOut();
  void impossibleScoresAreRefused();
  void namesReadBack();
};

void TestScore::closedForms_data() {
  QTest::addColumn<Row>("row");
  QTest::addColumn<int>("output");
  QTest::addColumn<int>("score");
  QTest::addColumn<int>("target");
  QTest::addColumn<double>("expected");
  const auto add = [](const char* name, Row row, OutputKind output, Score score, int target, double expected) {
    QTest::newRow(name) << row << static_cast<int>(output) << static_cast<int>(score) << target << expected;
  };
  using enum OutputKind;
  const double infinite = std::numeric_limits<double>::infinity();
  add("two logits: the difference", {3.0F, 1.0F}, logits, Score::logOdds, 0, 2.0);
  add("two logits, other class", {3.0F, 1.0F}, logits, Score::logOdds, 1, -2.0);
  add("ten equal logits", Row(10, 5.0F), logits, Score::logOdds, 4, -std::log(9.0));
  add("a large logit is not rounded", {1000.0F, 0.0F, 0.0F}, logits, Score::logOdds, 0, 1000.0 - std::log(2.0));
  add("a small logit is not rounded", {-1000.0F, 0.0F, 0.0F}, logits, Score::logOdds, 0, -1000.0 - std::log(2.0));
  add("both extremes", {1000.0F, -1000.0F}, logits, Score::logOdds, 0, 2000.0);
  add("log-probability of a sure class", {1000.0F, -1000.0F}, logits, Score::logProbability, 0, 0.0);
  add("log-probability of a hopeless class", {1000.0F, -1000.0F}, logits, Score::logProbability, 1, -2000.0);
  add("probability from logits", {0.0F, 0.0F, 0.0F, 0.0F}, logits, Score::probability, 2, 0.25);
  add("logit is the entry", {1.5F, -2.5F}, logits, Score::logit, 1, -2.5);
  add("value is the column", {1.5F, -2.5F}, OutputKind::value, Score::value, 1, -2.5);
  add("value of one column", {7.0F}, OutputKind::value, Score::value, 0, 7.0);
  add("one logit, class 1", {2.5F}, logits, Score::logOdds, 1, 2.5);
  add("one logit, class 0", {2.5F}, logits, Score::logOdds, 0, -2.5);
  add("one logit, extreme", {-1000.0F}, logits, Score::logOdds, 0, 1000.0);
  add("one logit, log-probability", {0.0F}, logits, Score::logProbability, 1, -std::log(2.0));
  add("one logit, extreme log-probability", {1000.0F}, logits, Score::logProbability, 0, -1000.0);
  add("one logit, probability", {0.0F}, logits, Score::probability, 0, 0.5);
  add("one probability", {0.75F}, probabilities, Score::logOdds, 1, std::log(3.0));
  add("one probability, class 0", {0.75F}, probabilities, Score::logOdds, 0, -std::log(3.0));
  add("one probability, as it is", {0.75F}, probabilities, Score::probability, 1, 0.75);
  add("one log-probability", {static_cast<float>(std::log(0.75))}, logProbabilities, Score::logOdds, 1, std::log(3.0));
  add("one tiny log-probability", {-500.0F}, logProbabilities, Score::logOdds, 1, -500.0);
  add("probabilities", {0.75F, 0.125F, 0.125F}, probabilities, Score::logOdds, 0, std::log(3.0));
  add("probability from probabilities", {0.75F, 0.25F}, probabilities, Score::probability, 1, 0.25);
  add("log-probability from probabilities", {0.75F, 0.25F}, probabilities, Score::logProbability, 1, std::log(0.25));
  add("a probability of 1 has infinite odds", {1.0F, 0.0F}, probabilities, Score::logOdds, 0, infinite);
  add("log-probabilities", {-800.0F, 0.0F}, logProbabilities, Score::logOdds, 0, -800.0);
  add("log-probability as it is", {-800.0F, 0.0F}, logProbabilities, Score::logProbability, 0, -800.0);
}

void TestScore::closedForms() {
  QFETCH(Row, row);
  QFETCH(int, output);
  QFETCH(int, score);
  QFETCH(int, target);
  QFETCH(double, expected);
  const double actual =
      scoreOf(row, static_cast<OutputKind>(output), static_cast<Score>(score), static_cast<std::size_t>(target));
  if (std::isinf(expected)) {
    QVERIFY(actual == expected);
  } else {
    QVERIFY(near(actual, expected, 1e-6));  // the entries are floats
  }
}

void TestScore::logOddsAgreeWithTheDefinition() {
  std::mt19937_64 random(1);
  std::normal_distribution<float> normal(0.0F, 3.0F);
  for (int trial = 0; trial < 200; ++trial) {
    Row row(static_cast<std::size_t>(2 + trial % 9));
    for (auto& z : row) z = normal(random);
    const auto target = static_cast<std::size_t>(trial) % row.size();
    QVERIFY(near(scoreOf(row, OutputKind::logits, Score::logOdds, target), naiveLogOdds(row, target), 1e-11));
  }
}

void TestScore::outputsOfOneNetworkGiveOneScore() {
  std::mt19937_64 random(2);
  std::normal_distribution<float> normal(0.0F, 2.0F);
  for (int trial = 0; trial < 100; ++trial) {
    Row logits(5), logProbabilities(5), probabilities(5);
    for (auto& z : logits) z = normal(random);
    for (std::size_t j = 0; j < 5; ++j) {
      logProbabilities[j] = static_cast<float>(scoreOf(logits, OutputKind::logits, Score::logProbability, j));
      probabilities[j] = static_cast<float>(scoreOf(logits, OutputKind::logits, Score::probability, j));
    }
    const double odds = scoreOf(logits, OutputKind::logits, Score::logOdds, 3);
    QVERIFY(near(scoreOf(logProbabilities, OutputKind::logProbabilities, Score::logOdds, 3), odds, 1e-5));
    QVERIFY(near(scoreOf(probabilities, OutputKind::probabilities, Score::logOdds, 3), odds, 1e-5));
  }
}

void TestScore::nanInGivesNanOut() {
  for (const auto output : {OutputKind::logits, OutputKind::logProbabilities, OutputKind::probabilities}) {
    for (const auto score : {Score::logOdds, Score::logProbability, Score::probability, Score::value}) {
      QVERIFY(std::isnan(scoreOf(Row{0.5F, notANumber, 0.5F}, output, score, 0)));
      QVERIFY(std::isnan(scoreOf(Row{notANumber}, output, score, 0)));
    }
  }
}

void TestScore::impossibleScoresAreRefused() {
  const Row row{0.5F, 0.5F};
  QVERIFY_EXCEPTION_THROWN(scoreOf(row, OutputKind::logits, Score::logOdds, 2), UserError);
  QVERIFY_EXCEPTION_THROWN(scoreOf(Row{0.5F}, OutputKind::logits, Score::logOdds, 2), UserError);
  QVERIFY_EXCEPTION_THROWN(scoreOf(Row{0.5F}, OutputKind::value, Score::value, 1), UserError);
  QVERIFY_EXCEPTION_THROWN(scoreOf(Row{}, OutputKind::logits, Score::logOdds, 0), UserError);
  QVERIFY_EXCEPTION_THROWN(scoreOf(row, OutputKind::value, Score::logOdds, 0), UserError);
  QVERIFY_EXCEPTION_THROWN(scoreOf(row, OutputKind::probabilities, Score::logit, 0), UserError);
  QVERIFY(scoreProblem(OutputKind::logits, Score::logOdds).empty());
  QVERIFY(scoreProblem(OutputKind::probabilities, Score::logOdds).empty());
  QVERIFY(!scoreProblem(OutputKind::value, Score::probability).empty());
}

void TestScore::namesReadBack() {
  for (const auto score : {Score::logOdds, Score::logit, Score::logProbability, Score::probability, Score::value}) {
    QCOMPARE(scoreFrom(toText(score)), score);
  }
  for (const auto output :
       {OutputKind::logits, OutputKind::logProbabilities, OutputKind::probabilities, OutputKind::value}) {
    QCOMPARE(outputKindFrom(toText(output)), output);
  }
  QCOMPARE(toText(Score::logOdds), std::string("log-odds"));
  QVERIFY_EXCEPTION_THROWN(scoreFrom("logodds"), UserError);
  QVERIFY_EXCEPTION_THROWN(outputKindFrom(""), UserError);
}

QTEST_APPLESS_MAIN(TestScore)
#include "tst_score.moc"
