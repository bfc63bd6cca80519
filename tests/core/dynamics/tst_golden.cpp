// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/theory_fit.h"
#include "core/dynamics/game_values.h"
#include "core/dynamics/matching_error.h"
#include "core/dynamics/mean_scores.h"
#include "core/dynamics/phase_report.h"
#include "core/dynamics/strength_curve.h"
#include "tests/core/dynamics/golden_run.h"
#include "tests/core/near.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>

using namespace spindle;
using spindle::test::allNear;
using spindle::test::GoldenRun;
using spindle::test::near;

namespace {

std::vector<double> numbers(const QJsonValue& array) {
  std::vector<double> values;
  for (const QJsonValue& value : array.toArray()) values.push_back(value.toDouble());
  return values;
}

constexpr double tolerance = 1e-12;

}  // namespace

/// Against numbers from an independent implementation: tests/golden/dynamics/check_results.py, numpy alone.
class TestGolden : public QObject {
  Q_OBJECT

  GoldenRun run_;
  QJsonObject golden_;

  [[nodiscard]] QJsonObject checkpoint(std::size_t t) const {
    return golden_["checkpoints"].toArray()[static_cast<qsizetype>(t)].toObject();
  }

  [[nodiscard]] SampleStrengths strengths(std::size_t t) const {
    const auto views = run_.views(t);
    return SampleStrengths(views, salienceThreshold(views));
  }

 private slots:
  void initTestCase() {
    QFile file(SPINDLE_GOLDEN_DIR "/dynamics/golden.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    golden_ = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(golden_["checkpoints"].toArray().size(), static_cast<qsizetype>(GoldenRun::checkpoints));
  }

  void checkpoints_data() {
    QTest::addColumn<int>("t");
    for (int t = 0; t < static_cast<int>(GoldenRun::checkpoints); ++t) {
      if (t != 1) QTest::addRow("checkpoint %d", t) << t;
    }
  }

  void checkpoints() {
    QFETCH(int, t);
    const auto at = static_cast<std::size_t>(t);
    const QJsonObject expected = checkpoint(at);
    const auto views = run_.views(at);
    QVERIFY(near(salienceThreshold(views), expected["t1"].toDouble(), tolerance));
    QVERIFY(near(salienceThreshold(views, {ThresholdRule::largest, 0.05}), expected["t2"].toDouble(), tolerance));
    const OrderStrength strength = orderStrength(views);
    QCOMPARE(strength.samples, GoldenRun::samples - (t == 2 ? 1 : 0));
    QVERIFY(allNear(strength.andPositive, numbers(expected["and_positive"]), tolerance));
    QVERIFY(allNear(strength.andNegative, numbers(expected["and_negative"]), tolerance));
    QVERIFY(allNear(strength.orPositive, numbers(expected["or_positive"]), tolerance));
    QVERIFY(allNear(strength.orNegative, numbers(expected["or_negative"]), tolerance));
    QVERIFY(near(strength.meanOrder(), expected["mean_order"].toDouble(), tolerance));
    const StrengthCurve raw = strengthCurve(strengths(at));
    const StrengthCurve shares = strengthCurve(strengths(at), {InteractionPart::both, Normalization::sum});
    QVERIFY(allNear(raw.totalError, numbers(expected["total_error"]), tolerance));
    QVERIFY(allNear(shares.totals(), numbers(expected["shares"]), tolerance));
    QVERIFY(allNear(shares.totalError, numbers(expected["shares_error"]), tolerance));
  }

  void similarity_data() { checkpoints_data(); }

  void similarity() {
    QFETCH(int, t);
    const auto at = static_cast<std::size_t>(t);
    const QJsonObject expected = checkpoint(at)["similarity"].toObject();
    const auto views = run_.views(at);
    const SimilarityByOrder result = similarityByOrder(views, run_.labels, salienceThreshold(views));
    QVERIFY(allNear(result.mean, numbers(expected["mean"]), tolerance));
    QCOMPARE(result.classes.size(), std::size_t{3});
    for (const ClassSimilarity& one : result.classes) {
      const QJsonValue theirs = expected["classes"].toObject()[QString::number(one.target)];
      QCOMPARE(one.skipped, theirs.isNull());
      QVERIFY(allNear(one.similarity, numbers(theirs), tolerance));
    }
  }

  void phases() {
    std::vector<SampleStrengths> series;
    for (std::size_t t = 0; t < GoldenRun::checkpoints; ++t) series.push_back(strengths(t));
    PhaseOptions options;
    options.resamples = 100;
    options.seed = 5;
    const PhaseReport report = findPhases(series, run_.trainLoss, run_.testLoss, options);
    const QJsonObject expected = golden_["phases"].toObject();
    const std::pair<QString, const PhaseResult*> rules[] = {
        {"mean_order", &report.meanOrder}, {"change_point", &report.changePoint}, {"loss_gap", &report.lossGap}};
    for (const auto& [name, result] : rules) {
      QVERIFY2(result->checkpoint.has_value(), qPrintable(name));
      QCOMPARE(static_cast<int>(*result->checkpoint), expected[name].toInt());
      const auto interval = numbers(expected[name + "_interval"]);
      QCOMPARE(static_cast<double>(result->interval->low), interval[0]);
      QCOMPARE(static_cast<double>(result->interval->high), interval[1]);
    }
  }

  void theory() {
    const auto last = run_.views(GoldenRun::checkpoints - 1);
    const TheoryModel model(last, salienceThreshold(last));
    const QJsonObject shares = golden_["theory_shares"].toObject();
    QCOMPARE(shares.size(), 3);
    for (const QString& sigma2 : shares.keys()) {
      QVERIFY(allNear(model.shares(sigma2.toDouble()), numbers(shares[sigma2]), 1e-11));
    }
    const QJsonObject fits = golden_["theory"].toObject();
    for (const QString& t : fits.keys()) {
      const auto fit = model.fit(numbers(checkpoint(t.toULong())["shares"]));
      const double gridSigma2 = fits[t]["grid_sigma2"].toDouble(), residual = fits[t]["grid_residual"].toDouble();
      QVERIFY(fit.has_value());
      QVERIFY(fit->residual <= residual + 1e-11);
      QVERIFY(std::abs(std::log10(fit->sigma2 / gridSigma2)) <= 0.1 + 1e-9);
      QVERIFY(near(l1Distance(fit->shares, numbers(checkpoint(t.toULong())["shares"])), fit->residual, 1e-14));
    }
  }

  void oneSample() {
    const QJsonObject expected = golden_["sample"].toObject();
    const auto views = run_.views(0);
    const std::vector<double>& v = run_.values[5];
    const MatchingError error = matchingError(v, views[5], salienceThreshold(views));
    const QJsonObject matching = expected["matching"].toObject();
    QVERIFY(near(error.largest, 0.0, tolerance));
    QVERIFY(near(error.salientLargest, matching["salient_largest"].toDouble(), tolerance));
    QVERIFY(near(error.salientMean, matching["salient_mean"].toDouble(), tolerance));
    QVERIFY(near(error.explained, matching["explained"].toDouble(), tolerance));
    for (const GameValues& values : {gameValues(v), gameValuesFromInteractions(views[5].andPart, views[5].orPart)}) {
      QVERIFY(allNear(values.shapley, numbers(expected["shapley"]), tolerance));
      QVERIFY(allNear(values.banzhaf, numbers(expected["banzhaf"]), tolerance));
      QVERIFY(allNear(values.shapleyPairs, numbers(expected["shapley_pairs"]), tolerance));
    }
  }

  void meanScores_data() { checkpoints_data(); }

  void meanScores() {
    QFETCH(int, t);
    std::vector<std::span<const double>> tables(GoldenRun::samples);
    for (std::size_t x = 0; x < GoldenRun::samples; ++x) {
      if (GoldenRun::present(static_cast<std::size_t>(t), x)) {
        tables[x] = run_.values[static_cast<std::size_t>(t) * GoldenRun::samples + x];
      }
    }
    const MeanScores scores = meanScoresByOrder(tables);
    QVERIFY(allNear(scores.byOrder, numbers(checkpoint(static_cast<std::size_t>(t))["mean_scores"]), tolerance));
  }
};

QTEST_APPLESS_MAIN(TestGolden)
#include "tst_golden.moc"
