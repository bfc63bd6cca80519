// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/game/score_slope.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace spindle;

class ScoreSlopeTest : public QObject {
  Q_OBJECT

 private slots:
  void closedForms();
  void agreesWithFiniteDifferences();
  void probabilitiesOfZero();
};

void ScoreSlopeTest::closedForms() {
  const std::vector<float> two{3.0F, 1.0F};
  QCOMPARE(scoreSlope(two, OutputKind::logits, Score::logOdds, 0), (std::vector<double>{1.0, -1.0}));
  QCOMPARE(scoreSlope(two, OutputKind::logits, Score::logit, 1), (std::vector<double>{0.0, 1.0}));
  QCOMPARE(scoreSlope(two, OutputKind::value, Score::value, 1), (std::vector<double>{0.0, 1.0}));
  const std::vector<float> equal(5, 7.0F), one{0.5F};
  QCOMPARE(scoreSlope(equal, OutputKind::logits, Score::logOdds, 4),
           (std::vector<double>{-0.25, -0.25, -0.25, -0.25, 1.0}));
  QCOMPARE(scoreSlope(one, OutputKind::logits, Score::logOdds, 0), std::vector<double>{-1.0});
  QCOMPARE(scoreSlope(one, OutputKind::probabilities, Score::logOdds, 1), std::vector<double>{4.0});
  // No exponential is out of range.
  const std::vector<float> far{1000.0F, -1000.0F, 0.0F};
  QCOMPARE(scoreSlope(far, OutputKind::logits, Score::logOdds, 0), (std::vector<double>{1.0, 0.0, -1.0}));
  QVERIFY_THROWS_EXCEPTION(UserError, scoreSlope(two, OutputKind::probabilities, Score::logit, 0));
}

void ScoreSlopeTest::agreesWithFiniteDifferences() {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> uniform(0.05F, 0.95F);
  for (const OutputKind output : {OutputKind::logits, OutputKind::logProbabilities, OutputKind::probabilities}) {
    for (const Score score : {Score::logOdds, Score::logit, Score::logProbability, Score::probability, Score::value}) {
      if (!scoreProblem(output, score).empty()) continue;
      for (const std::size_t width : {1U, 2U, 6U}) {
        std::vector<float> row(width);
        for (float& entry : row) {
          const float u = uniform(random);
          entry = output == OutputKind::logits          ? 4.0F * u - 2.0F
                  : output == OutputKind::probabilities ? u
                                                        : std::log(u);
        }
        for (std::size_t target = 0; target < (score == Score::value ? width : std::max<std::size_t>(width, 2));
             ++target) {
          const std::vector<double> slope = scoreSlope(row, output, score, target);
          QCOMPARE(slope.size(), width);
          for (std::size_t j = 0; j < width; ++j) {
            std::vector<float> up = row, down = row;
            up[j] += 0x1p-10F;
            down[j] -= 0x1p-10F;
            const double step = static_cast<double>(up[j]) - static_cast<double>(down[j]);
            const double expected = (scoreOf(up, output, score, target) - scoreOf(down, output, score, target)) / step;
            QVERIFY2(std::abs(slope[j] - expected) <= 1e-3 * (1.0 + std::abs(expected)),
                     qPrintable(QString("%1 instead of %2").arg(slope[j]).arg(expected)));
          }
        }
      }
    }
  }
}

/// A probability of 0 beside others has a slope; where the score is infinite there is none.
void ScoreSlopeTest::probabilitiesOfZero() {
  const std::vector<double> slope =
      scoreSlope(std::vector<float>{0.5F, 0.0F, 0.5F}, OutputKind::probabilities, Score::logOdds, 0);
  QCOMPARE(slope, (std::vector<double>{2.0, -2.0, -2.0}));
  const std::vector<double> none =
      scoreSlope(std::vector<float>{1.0F, 0.0F}, OutputKind::probabilities, Score::logOdds, 0);
  QVERIFY(!std::isfinite(none[1]));
}

QTEST_APPLESS_MAIN(ScoreSlopeTest)
#include "tst_score_slope.moc"
