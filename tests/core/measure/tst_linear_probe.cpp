// SPDX-License-Identifier: GPL-3.0-or-later
// Linear probes: the minimum that scipy finds, closed forms, the same bytes every time.
#include "core/measure/depth/linear_probe.h"
#include "tests/core/near.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <numeric>
#include <random>

using namespace spindle;
using namespace spindle::test;

namespace {

struct Problem {
  std::vector<float> rows;
  std::size_t width = 0;
  std::vector<std::size_t> labels;
};

Problem randomProblem(std::size_t count, std::size_t width, std::size_t classes) {
  std::mt19937_64 random(11);
  std::normal_distribution<float> normal;
  Problem problem{{}, width, {}};
  for (std::size_t r = 0; r < count; ++r) {
    problem.labels.push_back(r % classes);
    for (std::size_t d = 0; d < width; ++d)
      problem.rows.push_back(normal(random) + (d == problem.labels.back() ? 2.0F : 0.0F));
  }
  return problem;
}

}  // namespace

class LinearProbeTest : public QObject {
  Q_OBJECT

 private slots:
  void findsTheMinimumOfScipy() {
    const auto golden = nlohmann::json::parse(std::ifstream(SPINDLE_GOLDEN_DIR "/measure/probe.json"));
    std::vector<float> rows;
    for (const auto& row : golden.at("rows")) {
      for (const double value : row) rows.push_back(static_cast<float>(value));
    }
    const auto labels = golden.at("labels").get<std::vector<std::size_t>>();
    ProbeOptions options;
    options.l2 = golden.at("l2");
    options.tolerance = 1e-9;
    const FittedProbe fitted = fitProbe(rows, 5, labels, 3, options);
    QVERIFY(fitted.iterations > 3 && fitted.iterations < 300);
    std::vector<float> logits(labels.size() * 3);
    fitted.probe.evaluate(rows, logits);
    for (std::size_t r = 0; r < labels.size(); ++r) {
      const float mean = (logits[3 * r] + logits[3 * r + 1] + logits[3 * r + 2]) / 3.0F;
      for (std::size_t c = 0; c < 3; ++c)
        QVERIFY(near(logits[3 * r + c] - mean, golden.at("logits")[r][c].get<double>(), 2e-6));
    }
    // The penalty is what scipy's loss has beside the cross-entropy.
    QVERIFY(fitted.loss < golden.at("loss").get<double>());
    QVERIFY(fitted.loss > 0.9 * golden.at("loss").get<double>());
  }

  /// Features that tell nothing leave the frequencies of the classes.
  void constantFeaturesGiveFrequencies() {
    const std::vector<float> rows(8, 3.0F);
    const std::vector<std::size_t> labels{0, 0, 0, 0, 0, 0, 1, 1};
    const FittedProbe fitted = fitProbe(rows, 1, labels, 2);
    std::vector<float> logits(2);
    fitted.probe.evaluate(std::span(rows).first(1), logits);
    QVERIFY(near(logits[0] - logits[1], std::log(3.0), 1e-4));
    QCOMPARE(fitted.accuracy, 0.75);
    QVERIFY(near(fitted.loss, -0.75 * std::log(0.75) - 0.25 * std::log(0.25), 1e-6));
  }

  /// The penalty is one of scaled features: other units, the same logits.
  void unitsDoNotMatter() {
    const Problem problem = randomProblem(120, 6, 3);
    std::vector<float> scaled = problem.rows;
    for (float& value : scaled) value = 64.0F * value + 16.0F;
    const LinearProbe a = fitProbe(problem.rows, 6, problem.labels, 3).probe;
    const LinearProbe b = fitProbe(scaled, 6, problem.labels, 3).probe;
    std::vector<float> one(360), other(360);
    a.evaluate(problem.rows, one);
    b.evaluate(scaled, other);
    QVERIFY(allNear(one, other, 2e-3));
  }

  void theSameBytesEveryTime() {
    const Problem problem = randomProblem(300, 40, 4);
    const LinearProbe a = fitProbe(problem.rows, 40, problem.labels, 4).probe;
    const LinearProbe b = fitProbe(problem.rows, 40, problem.labels, 4).probe;
    QVERIFY(a.weights == b.weights && a.bias == b.bias);
  }

  void aLargerPenaltyGivesSmallerWeights() {
    const Problem problem = randomProblem(90, 5, 3);
    double before = std::numeric_limits<double>::infinity();
    for (const double l2 : {1e-5, 1e-3, 1e-1, 10.0}) {
      const LinearProbe probe = fitProbe(problem.rows, 5, problem.labels, 3, {l2}).probe;
      const double size = std::inner_product(probe.weights.begin(), probe.weights.end(), probe.weights.begin(), 0.0);
      QVERIFY(size < before);
      before = size;
    }
  }

  /// More features than rows: the classes come apart, and it still ends.
  void moreFeaturesThanRows() {
    const Problem problem = randomProblem(30, 400, 3);
    const FittedProbe fitted = fitProbe(problem.rows, 400, problem.labels, 3);
    QCOMPARE(fitted.accuracy, 1.0);
    QVERIFY(fitted.iterations < ProbeOptions().maxIterations);
    QVERIFY(near(probeQuality(fitted.probe, problem.rows, problem.labels).loss, fitted.loss, 0.0));
  }

  void stopsAndRefuses() {
    struct Stopping : RunControl {
      [[nodiscard]] bool stopRequested() const override { return true; }
    };
    const Problem problem = randomProblem(30, 4, 3);
    QVERIFY_EXCEPTION_THROWN(fitProbe(problem.rows, 4, problem.labels, 3, {}, Stopping()), Stopped);
    QVERIFY_EXCEPTION_THROWN(fitProbe(problem.rows, 5, problem.labels, 3), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(fitProbe(problem.rows, 4, problem.labels, 2), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(fitProbe({}, 4, {}, 2), std::invalid_argument);
  }
};

QTEST_APPLESS_MAIN(LinearProbeTest)
#include "tst_linear_probe.moc"
