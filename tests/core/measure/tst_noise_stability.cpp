// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/noise_stability/interaction_spread.h"
#include "core/measure/noise_stability/noise_stability_measurement.h"
#include "tests/core/near.h"

#include <QtTest>

#include <cmath>

using namespace spindle;
using spindle::test::near;

class NoiseStabilityTest : public QObject {
  Q_OBJECT

 private slots:
  // Salient: {0} 10 and {0,1} AND -4; not {1} 0.4, nor {0,1} OR 0.
  void byHand() {
    const std::vector<double> clean{0, 10, 0.4, -4}, none{0, 0, 0, 0};
    InteractionSpread spread({clean, none, 1.0});
    for (const double x : {1.0, -1.0, 3.0, 5.0}) {
      const std::vector<double> noisy{0, 10 + x, 100 * x, -4};
      spread.add({noisy, none, 1.0});
    }
    const auto found = spread.byOrder();
    QCOMPARE(found.salient, (std::vector<double>{1.0, 1.0}));
    // x has mean 2 and squares 9 + 1 + 1 + 9 around it.
    QVERIFY(near(found.stability[0], 12.0 / std::sqrt(20.0 / 3.0), 1e-12));
    QVERIFY(std::isnan(found.stability[1]));  // it never moves
  }

  void orderOneIsMerged() {
    const std::vector<double> ands{0, 3, 0, 0}, ors{0, 2, 0, 1}, moved{0, 4, 0, 2};
    InteractionSpread spread({ands, ors, 1.0});
    spread.add({ands, ors, 1.0});
    spread.add({ands, moved, 1.0});
    const auto found = spread.byOrder();
    QCOMPARE(found.salient, (std::vector<double>{1.0, 1.0}));
    QVERIFY(near(found.stability[0], 6.0 / std::sqrt(2.0), 1e-12));  // 5 and 7
    QVERIFY(near(found.stability[1], 1.5 / std::sqrt(0.5), 1e-12));  // OR: 1 and 2
  }

  void noiseIsNormal() {
    InputFormat format;
    format.kind = InputKind::tabular;
    format.shape = {2};
    format.std = {1.0, 10.0};
    Sample sample;
    sample.values = {5.0F, -7.0F};
    double sum[2]{}, squares[2]{}, fourth = 0.0;
    constexpr int draws = 20000;
    for (int i = 0; i < draws; ++i) {
      const Sample noisy = noisySample(sample, format, 0.5, static_cast<std::uint64_t>(i));
      for (std::size_t c = 0; c < 2; ++c) {
        const double away = static_cast<double>(noisy.values[c] - sample.values[c]);
        sum[c] += away / draws;
        squares[c] += away * away / draws;
        if (c == 0) fourth += std::pow(away / 0.5, 4) / draws;
      }
    }
    // Within 5 standard errors of normal noise of 0.5 and 0.5 times 10.
    QVERIFY(std::abs(sum[0]) < 5 * 0.5 / std::sqrt(draws) && std::abs(sum[1]) < 5 * 5.0 / std::sqrt(draws));
    QVERIFY(std::abs(squares[0] / 0.25 - 1.0) < 5 * std::sqrt(2.0 / draws));
    QVERIFY(std::abs(squares[1] / 25.0 - 1.0) < 5 * std::sqrt(2.0 / draws));
    QVERIFY(std::abs(fourth - 3.0) < 5 * std::sqrt(96.0 / draws));
    QVERIFY(noisySample(sample, format, 0.5, 3).values == noisySample(sample, format, 0.5, 3).values);
  }
};

QTEST_APPLESS_MAIN(NoiseStabilityTest)
#include "tst_noise_stability.moc"
