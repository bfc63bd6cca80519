// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analyzed_results.h"
#include "core/analysis/shared/shared_analysis.h"
#include "core/analysis/shared/shared_interactions.h"
#include "core/game/coalition.h"
#include "core/store/joint_results.h"
#include "tests/core/analysis/made_results.h"
#include "tests/core/near.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace spindle;
using spindle::test::MadeResults;
using spindle::test::near;

namespace {

SampleInteractions view(const std::vector<double>& andPart, const std::vector<double>& orPart) {
  return {andPart, orPart, 1.0};
}

AnalyzedPtr analyze(const std::shared_ptr<const ResultsReader>& results) {
  RunControl control;
  return analyzed(results, {}, {sharedAnalysis()}, {}, control);
}

const AnalysisFinding* findingOf(const std::vector<AnalysisFinding>& list, const std::string& topic) {
  for (const auto& finding : list) {
    if (finding.topic == topic) return &finding;
  }
  return nullptr;
}

}  // namespace

class SharedTest : public QObject {
  Q_OBJECT

 private slots:
  // n = 2, AND list of three: {0} 5, {1} 1, {0,1} 3 against 0, 4, 3.
  void overlapByHand() {
    const std::vector<double> a{9, 5, 1, 3}, b{9, 0, 4, -3}, none{0, 0, 0, 0};
    const std::vector both{view(a, none), view(b, none)};
    const auto one = topOverlap(both, false, 1);
    QCOMPARE(one.measured, 0.0);
    QVERIFY(near(one.chance, 1.0 / 3.0, 1e-12));
    const auto two = topOverlap(both, false, 2);
    QCOMPARE(two.measured, 0.5);  // {0,1}; {0} and {1} differ
    QVERIFY(near(two.chance, 2.0 / 3.0, 1e-12));
    // The second has two that are not zero: both are of the first's three.
    const auto three = topOverlap(both, false, 3);
    QCOMPARE(three.measured, 1.0);
    QVERIFY(near(three.chance, 1.0, 1e-12));
    QVERIFY(std::isnan(topOverlap(both, true, 2).measured));
  }

  // OR of order 1 belongs to AND.
  void afterTheMerge() {
    const std::vector<double> none{0, 0, 0, 0}, ors{0, 2, 0, 1}, ands{0, 2, 0, 0};
    const std::vector both{view(none, ors), view(ands, ors)};
    QCOMPARE(topOverlap(both, false, 3).measured, 1.0);  // {0} in both
    QCOMPARE(topOverlap(both, true, 3).measured, 1.0);   // {0,1} in both
    QVERIFY(near(topOverlap(both, true, 3).chance, 1.0, 1e-12));
  }

  void chanceIsThatOfRandomSets() {
    std::mt19937_64 random(3);
    std::normal_distribution<double> normal;
    double measured = 0.0, chance = 0.0;
    const int draws = 400;
    for (int i = 0; i < draws; ++i) {
      std::vector<std::vector<double>> tables(3, std::vector<double>(64));
      for (auto& table : tables)
        for (double& x : table) x = normal(random);
      const std::vector<double> none(64, 0.0);
      const std::vector networks{view(tables[0], none), view(tables[1], none), view(tables[2], none)};
      const auto overlap = topOverlap(networks, false, 20);
      measured += overlap.measured / draws;
      chance += overlap.chance / draws;
    }
    QVERIFY(near(chance, 20.0 * 20.0 / 63.0 / 63.0, 1e-12));
    QVERIFY2(std::abs(measured - chance) < 0.01, qPrintable(QString("%1 %2").arg(measured).arg(chance)));
  }

  void strengthByHand() {
    // Salient: from 0.5 in the first, 0.2 in the second. {0}: both; {1}: the second; {0,1} AND: both, other sign.
    const std::vector<double> a{0, 10, 0.4, 6}, b{0, 4, 1, -2}, none{0, 0, 0, 0}, ors{0, 0, 0, 3};
    const auto shared = sharedStrength(std::vector{view(a, none), view(b, ors)}, std::vector{2.0, 1.0});
    QVERIFY(near(shared.shared[0], 0.5 * (10.0 / 2.0 + 4.0), 1e-12));
    QVERIFY(near(shared.shared[1], 0.5 * (6.0 / 2.0 + 2.0), 1e-12));
    QVERIFY(near(shared.distinct[0], 0.5 * 1.0, 1e-12));
    QVERIFY(near(shared.distinct[1], 0.5 * 3.0, 1e-12));
    QVERIFY(near(shared.power, 0.5 * (2.0 / 2.0 + 2.0 / 4.0), 1e-12));
    QVERIFY(std::isnan(sharedStrength(std::vector{view(none, none)}, std::vector{1.0}).power));
  }

  void resultsOfOneNetworkSayWhatIsMissing() {
    const auto results = analyze(std::make_shared<MadeResults>(4, 3, 4));
    const auto& found = *results->found.at("shared");
    QVERIFY(found.findings().front().kind == FindingKind::missing);
    QVERIFY(found.findings().front().text.find("spindle joint") != std::string::npos);
    for (const auto& chart : found.charts()) QVERIFY(!chart.empty.empty());
    for (const auto& chart : found.chartsAt({0})) QVERIFY(!chart.empty.empty());
    QVERIFY(found.findingsAt({0}).empty());
  }

  // Jointly both networks have the same interactions; apart they have nothing in common.
  void aJointFile() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("j.h5").toStdString();
    const MadeResults made(4, 2, 3);
    ResultsHeader header = made.header();
    const auto writer = JointResultsWriter::create(file, header, {{"first", "second"}, 0.1, 0.02, 0.01, {0.5, 0.5}});
    for (std::size_t c = 0; c < 2; ++c) {
      std::vector<PairResult> pairs;
      std::vector<JointSample> samples;
      for (std::size_t s = 0; s < 3; ++s) {
        if (!made.done(c, s)) {
          pairs.emplace_back();
          samples.emplace_back();
          continue;
        }
        pairs.push_back(made.pair(c, s));
        CoalitionTable low(4), high(4);
        for (Coalition t = 1; t < 8; ++t) low[t] = 1.0 + t;
        for (Coalition t = 8; t < 16; ++t) high[t] = 1.0 + t;
        const CoalitionTable none(4);
        samples.push_back({{{pairs.back().andPart, pairs.back().orPart, low, none, 1.0},
                            {pairs.back().andPart, pairs.back().orPart, high, none, 1.0}},
                           2.0,
                           1.99});
      }
      writer->write(c, pairs, samples, {}, 0.1);
    }
    writer->finish({}, false);
    const auto reader = ResultsReader::open(file);
    const JointResults* joint = jointResults(*reader);
    QVERIFY(joint);
    QCOMPARE(joint->jointHeader()->networks.size(), std::size_t{2});
    QCOMPARE(joint->jointSample(0, 0).lowerBound, 1.99);
    QVERIFY(joint->jointSample(0, 0).networks[1].andPart == made.pair(0, 0).andPart);
    QVERIFY(joint->jointSample(1, 1).networks.empty());  // not done
    QVERIFY(!jointResults(made));
    const auto results = analyze(reader);
    const auto findings = results->found.at("shared")->findings();
    const auto* overlap = findingOf(findings, "Overlap");
    QVERIFY(overlap);
    const auto number = [&](const std::string& name) {
      for (const auto& [key, value] : overlap->numbers) {
        if (key == name) return value;
      }
      return std::nan("");
    };
    QCOMPARE(number("joint"), 1.0);
    QCOMPARE(number("separate"), 0.0);
    for (const char* end : {"joint_low", "joint_high", "difference_low", "difference_high"}) QCOMPARE(number(end), 1.0);
    QCOMPARE(number("separate_high"), 0.0);
    QVERIFY(overlap->text.find("joint extraction finds more in common (90 % by resampling of 2 samples)") !=
            std::string::npos);
    const auto* before = findingOf(findings, "Before");
    QVERIFY(before && before->numbers[0].second == 1.0);
    const auto* power = findingOf(findings, "Power");
    QCOMPARE(power->numbers[0].second, 1.0);
    QCOMPARE(power->numbers[1].second, 0.0);
    const auto charts = results->found.at("shared")->chartsAt({1});
    QCOMPARE(charts.size(), std::size_t{2});
    for (const auto& chart : charts) {
      requireSound(chart);
      QVERIFY(hasContent(chart));
    }
    RunControl control;
    for (const auto& maker : results->found.at("shared")->tables()) QVERIFY(!maker.make(control).rows().empty());
  }
};

QTEST_APPLESS_MAIN(SharedTest)
#include "tst_shared.moc"
