// SPDX-License-Identifier: GPL-3.0-or-later
// Phase two as it is told while a training goes on, on made-up trainings with a known start.
#include "core/analysis/phase_two_so_far.h"
#include "tests/core/dynamics/synthetic_run.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace spindle;
using namespace spindle::test;

namespace {

PhaseTwoSoFar after(std::span<const SampleStrengths> series) {
  ResultsHeader header;
  for (std::size_t c = 0; c < series.size(); ++c) {
    header.checkpointNames.push_back(std::to_string(c));
    header.step.push_back(100.0 * static_cast<double>(c));
    header.epoch.push_back(std::numeric_limits<double>::quiet_NaN());
  }
  PhaseOptions options;
  options.resamples = 50;
  return phaseTwoSoFar(header, series, findPhases(series, {}, {}, options), options);
}

}  // namespace

class PhaseTwoSoFarTest : public QObject {
  Q_OBJECT

 private slots:
  void isToldWhenItHasStartedAndNotBefore() {
    Dice dice(5);
    int told = 0;
    for (int i = 0; i < 12; ++i) {
      const SyntheticRun run(0.1, dice);
      for (std::size_t known = 3; known <= run.strengths.size(); ++known) {
        const PhaseTwoSoFar now = after(std::span(run.strengths).first(known));
        const bool sure = now.checkpoint && now.confidence >= sureOfPhaseTwo;
        QVERIFY2(!sure || known > run.start + 1, qPrintable(QString("%1 %2").arg(known).arg(run.start)));
        if (!sure) continue;
        const auto far = std::abs(static_cast<double>(*now.checkpoint) - static_cast<double>(run.start));
        QVERIFY2(far <= 3.0, qPrintable(QString("%1 instead of %2").arg(*now.checkpoint).arg(run.start)));
        QVERIFY2(now.sentence.starts_with("Phase two started at step "), now.sentence.c_str());
        QVERIFY2(now.sentence.find("of 50 resamples") != std::string::npos, now.sentence.c_str());
        if (known == run.strengths.size()) ++told;
      }
    }
    QVERIFY(told >= 11);
  }

  void aRiseWithoutAFallIsNone() {
    Dice dice(6);
    for (int i = 0; i < 6; ++i) {
      const SyntheticRun run(0.05, dice);
      const PhaseTwoSoFar now = after(std::span(run.strengths).subspan(run.start));
      QVERIFY(!now.checkpoint);
      QVERIFY2(now.sentence.starts_with("Phase two has not started"), now.sentence.c_str());
    }
  }

  void nothingIsKnown() {
    const std::vector<SampleStrengths> none(4);
    QVERIFY(!after(none).checkpoint);
    QVERIFY(!after(std::span(none).first(0)).checkpoint);
  }
};

QTEST_APPLESS_MAIN(PhaseTwoSoFarTest)
#include "tst_phase_two_so_far.moc"
