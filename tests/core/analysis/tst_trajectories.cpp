// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "core/analysis/trajectories/interaction_lives.h"
#include "core/analysis/trajectories/lives_pass.h"
#include "tests/core/analysis/given_results.h"

#include <QtTest>

#include <map>
#include <numeric>
#include <stdexcept>

using namespace spindle;
using spindle::test::GivenResults;

namespace {

using Story = std::vector<double>;  ///< |I| of one interaction, checkpoint by checkpoint

/// Lives of a game of 3 variables in which coalitions have these stories, under threshold 1.
InteractionLives told(const std::map<Coalition, Story>& andStories, const std::map<Coalition, Story>& orStories,
                      double stay, std::size_t checkpoints) {
  InteractionLives lives(stay);
  for (std::size_t c = 0; c < checkpoints; ++c) {
    std::vector<double> andPart(8, 0.0), orPart(8, 0.0);
    for (const auto& [s, story] : andStories) andPart[s] = story[c];
    for (const auto& [s, story] : orStories) orPart[s] = story[c];
    lives.visit(c, {andPart, orPart, 1.0}, 1.0);
  }
  return lives;
}

LifeClass classOf(const Story& story, double stay = 1.0) {
  const std::vector<InteractionLife> lives = told({{3, story}}, {}, stay, story.size()).lives();
  return lives.at(0).life;
}

}  // namespace

class TrajectoriesTest : public QObject {
  Q_OBJECT

 private slots:
  void everyStoryHasItsClass();
  void hysteresisBridgesDips();
  void kindsAndOrderOne();
  void missingCheckpointsDoNotInterrupt();
  void summaryCountsEachCheckpoint();
  void classesAreLookedUp();
};

void TrajectoriesTest::everyStoryHasItsClass() {
  QVERIFY(classOf({2, 2, 2, 2}) == LifeClass::reliable);
  QVERIFY(classOf({0, 0, 2, 2}) == LifeClass::reliable);
  QVERIFY(classOf({0, 0, 0, -1}) == LifeClass::reliable);  // at the threshold is salient
  QVERIFY(classOf({2, 2, 0, 0}) == LifeClass::withdrawn);
  QVERIFY(classOf({0, 2, 2, 0}) == LifeClass::forgotten);
  QVERIFY(classOf({2, 2, -2, -2}) == LifeClass::betraying);
  QVERIFY(classOf({0, 2, 0, -2}) == LifeClass::betraying);
  QVERIFY(classOf({2, 0, 2, 2}) == LifeClass::fluctuating);
  QVERIFY(classOf({2, -2, 2, 2}) == LifeClass::fluctuating);
  QVERIFY(told({{3, {0.9, 0.9, 0.9}}}, {}, 1.0, 3).lives().empty());  // never salient: no life
  QVERIFY_EXCEPTION_THROWN(lifeClass({}, 0, 1), std::invalid_argument);
}

void TrajectoriesTest::hysteresisBridgesDips() {
  const Story dip{2, 0.6, 2, 2};
  QVERIFY(classOf(dip, 1.0) == LifeClass::fluctuating);
  QVERIFY(classOf(dip, 0.5) == LifeClass::reliable);
  // Between the share and the threshold nothing starts, and another sign ends a spell.
  QVERIFY(classOf({0.6, 0.6, 2, 0.6}, 0.5) == LifeClass::reliable);
  const std::vector<InteractionLife> lives = told({{3, {2, -0.6, -0.6, -2}}}, {}, 0.5, 4).lives();
  QCOMPARE(lives.at(0).spells, (std::vector<SalientSpell>{{0, 0, 1}, {3, 3, -1}}));
}

void TrajectoriesTest::kindsAndOrderOne() {
  // Order 1 is merged: 0.7 of each kind are salient together, as AND.
  const std::vector<InteractionLife> lives =
      told({{1, {0.7, 0.7}}, {6, {2, 0}}}, {{1, {0.7, 0.7}}, {6, {0, 3}}}, 1.0, 2).lives();
  QCOMPARE(lives.size(), std::size_t{3});
  QVERIFY(lives[0].coalition == 1 && !lives[0].orPart && lives[0].life == LifeClass::reliable);
  QVERIFY(lives[1].coalition == 6 && !lives[1].orPart && lives[1].life == LifeClass::withdrawn);
  QVERIFY(lives[2].coalition == 6 && lives[2].orPart && lives[2].life == LifeClass::reliable);
}

void TrajectoriesTest::missingCheckpointsDoNotInterrupt() {
  const std::vector<double> andPart{0, 0, 0, 2}, orPart(4, 0.0);
  InteractionLives lives(1.0);
  for (const std::size_t c : {std::size_t{1}, std::size_t{4}}) lives.visit(c, {andPart, orPart, 1.0}, 1.0);
  QVERIFY(lives.lives().at(0).life == LifeClass::reliable);
  const LifeSummary summary = lifeSummary(std::vector{lives}, 2, 5);
  const auto reliable = static_cast<std::size_t>(LifeClass::reliable);
  QCOMPARE(summary.at[1][reliable][1], 1.0);
  QCOMPARE(summary.at[2][reliable][1], 0.0);  // nothing is known of it there
  QCOMPARE(summary.at[4][reliable][1], 1.0);
}

void TrajectoriesTest::summaryCountsEachCheckpoint() {
  const std::vector<InteractionLives> samples{told({{3, {2, 2, 2}}, {7, {2, 0, 0}}}, {}, 1.0, 3),
                                              told({{5, {0, 2, 0}}}, {}, 1.0, 3), InteractionLives(1.0)};
  const LifeSummary summary = lifeSummary(samples, 3, 3);
  QCOMPARE(summary.samples, std::size_t{2});
  double all = 0.0;
  for (const std::vector<double>& counts : summary.all) all += std::accumulate(counts.begin(), counts.end(), 0.0);
  QCOMPARE(all, 1.5);
  const auto at = [&](std::size_t c, LifeClass life, int k) {
    return summary.at[c][static_cast<std::size_t>(life)][static_cast<std::size_t>(k - 1)];
  };
  QCOMPARE(at(0, LifeClass::reliable, 2), 0.5);
  QCOMPARE(at(0, LifeClass::withdrawn, 3), 0.5);
  QCOMPARE(at(1, LifeClass::withdrawn, 3), 0.0);
  QCOMPARE(at(1, LifeClass::forgotten, 2), 0.5);
  QCOMPARE(at(2, LifeClass::reliable, 2), 0.5);
}

void TrajectoriesTest::classesAreLookedUp() {
  // Two samples of three checkpoints; {1, 2} dips below the threshold of 0.03 times the mean range, 5, in between.
  using Effects = GivenResults::Effects;
  const std::vector<std::vector<Effects>> effects{
      {{{3, 1.0}, {4, 4.0}}, {{4, 5.0}}}, {{{3, 0.1}, {4, 4.9}}, {{4, 5.0}}}, {{{3, 1.0}, {4, 4.0}}, {{4, 5.0}}}};
  const auto given = std::make_shared<GivenResults>(3, effects);
  const AnalysisList list{analysisNamed(allAnalyses(), "trajectories")};
  RunControl control;
  AnalysisChoices choices;
  const AnalyzedPtr usual = analyzed(given, {}, list, choices, control);
  choices.options["trajectories"].set("stay", 0.0);
  const AnalyzedPtr strict = withChoices(usual, list, choices, control);
  QVERIFY(classesOfSample(usual, 0)->of(3, false) == LifeClass::reliable);
  QVERIFY(classesOfSample(strict, 0)->of(3, false) == LifeClass::fluctuating);
  QVERIFY(classesOfSample(usual, 0)->of(4, false) == LifeClass::reliable);
  QVERIFY(!classesOfSample(usual, 0)->of(3, true) && !classesOfSample(usual, 1)->of(3, false));
  QVERIFY(!classesOfSample(usual, 2) && !classesOfSample(nullptr, 0));
  QVERIFY(!classesOfSample(analyzed(given, {}, {analysisNamed(allAnalyses(), "trust")}, {}, control), 0));
}

QTEST_APPLESS_MAIN(TrajectoriesTest)
#include "tst_trajectories.moc"
