// SPDX-License-Identifier: GPL-3.0-or-later
// Analyses over several results files: what is matched, what is read, and closed-form games for what they find.
#include "core/analysis/analysis_list.h"
#include "core/analysis/compare/compare_axis.h"
#include "core/analysis/generalizable/judged_strength.h"
#include "core/analysis/knowledge/agreement.h"
#include "core/analysis/other_results.h"
#include "core/analysis/replicates/replicate_band.h"
#include "core/base/user_error.h"
#include "tests/core/analysis/given_results.h"
#include "tests/core/analysis/made_results.h"
#include "tests/core/near.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace spindle;
using spindle::test::GivenResults;
using spindle::test::MadeResults;
using spindle::test::near;

namespace {

using Effects = GivenResults::Effects;
using GivenPtr = std::shared_ptr<GivenResults>;

/// Two checkpoints alike.
GivenPtr given(const std::vector<Effects>& samples, int n = 3) {
  return std::make_shared<GivenResults>(n, std::vector<std::vector<Effects>>{samples, samples});
}

AnalysisList only(const std::string& name) {
  return {analysisNamed(allAnalyses(), name)};
}

std::vector<OtherFile> files(const std::vector<GivenPtr>& others) {
  std::vector<OtherFile> list;
  for (const GivenPtr& one : others) list.push_back({one, {}});
  return list;
}

AnalyzedPtr found(const std::string& name, const GivenPtr& here, const std::vector<GivenPtr>& others,
                  const AnalysisChoices& choices = {}) {
  RunControl control;
  return analyzed(here, {}, only(name), choices, control, files(others));
}

Table tableOf(const AnalyzedPtr& results, const std::string& analysis, const std::string& name) {
  RunControl control;
  for (const TableMaker& maker : results->found.at(analysis)->tables()) {
    if (maker.name == name) return maker.make(control);
  }
  throw std::runtime_error(name);
}

/// A column of all rows whose `key` column has this text.
std::vector<double> numbers(const Table& table, const std::string& key, const std::string& text,
                            const std::string& column) {
  std::vector<double> list;
  for (const auto& row : table.rows()) {
    if (fullText(row[table.column(key)]) == text) list.push_back(std::get<double>(row[table.column(column)]));
  }
  return list;
}

QString textOf(const AnalyzedPtr& results, const std::string& analysis, FindingKind kind) {
  QString text;
  for (const AnalysisFinding& finding : results->found.at(analysis)->findings()) {
    if (finding.kind == kind) text += QString::fromStdString(finding.topic + ": " + finding.text + '\n');
  }
  return text;
}

constexpr FindingKind result = FindingKind::result, caution = FindingKind::caution, missing = FindingKind::missing;

}  // namespace

class OthersTest : public QObject {
  Q_OBJECT

 private slots:
  void judgedByHand();
  void identicalDisjointHalf();
  void judgesVote();
  void judgesAtTheSameStep();
  void samplesAreMatchedByIdentity();
  void otherVariablesAreRefused();
  void nothingIsReadUnlessAsked();
  void choicesReachTheOthers();
  void othersAreTold();
  void placesOfRuns();
  void comparedSideBySide();
  void networksAgreeByHand();
  void bandByHand();
  void replicatesAreDoubted();
  void scalesBesideAnotherNetwork();
};

void OthersTest::judgedByHand() {
  const SalientList here{{1, 3, 7}, {2.0, -1.0, 4.0}};  // n = 2: keys 1, 2 of order 1; 3 and 7 (OR) of order 2
  const SalientList a{{1, 2, 3}, {1.0, 1.0, 5.0}}, b{{1, 7}, {-3.0, 1.0}};
  const std::vector<const SalientList*> one{&a}, both{&a, &b};
  const JudgedStrength any = judgedStrength(here, one, 1, false, 2);
  QCOMPARE(any.all, (std::vector<double>{2.0, 5.0}));
  QCOMPARE(any.confirmed, (std::vector<double>{2.0, 1.0}));
  QCOMPARE(any.chance, (std::vector<double>{2.0, 2.5}));  // 2 of 2 and 1 of 2 interactions
  QCOMPARE(any.share(), 3.0 / 7.0);
  const JudgedStrength same = judgedStrength(here, one, 1, true, 2);
  QCOMPARE(same.confirmed, (std::vector<double>{2.0, 0.0}));
  QCOMPARE(same.chance, (std::vector<double>{2.0, 2.0}));  // of order 2 the one at the judge is positive, as 4 is
  QCOMPARE(judgedStrength(here, both, 1, false, 2).confirmed, (std::vector<double>{2.0, 5.0}));
  QCOMPARE(judgedStrength(here, both, 2, false, 2).confirmed, (std::vector<double>{2.0, 0.0}));
  QCOMPARE(judgedStrength(here, both, 2, true, 2).confirmed, (std::vector<double>{0.0, 0.0}));
  QVERIFY(std::isnan(judgedStrength({}, one, 1, false, 2).share()));
}

void OthersTest::identicalDisjointHalf() {
  const GivenPtr here = given({{{1, 1.0}, {6, 1.0}}, {{2, 1.0}, {7, 1.0}}});
  const auto shares = [&](const GivenPtr& judge) {
    return numbers(tableOf(found("generalizable", here, {judge}), "generalizable", "generalizable"), "step", "10",
                   "share");
  };
  QCOMPARE(shares(here), (std::vector<double>{1.0}));
  QCOMPARE(shares(given({{{1, 1.0}, {6, 1.0}}, {{2, 1.0}, {7, 1.0}}})), (std::vector<double>{1.0}));
  QCOMPARE(shares(given({{{2, 1.0}, {5, 1.0}}, {{1, 1.0}, {3, 1.0}}})), (std::vector<double>{0.0}));
  QCOMPARE(shares(given({{{1, 1.0}, {5, 1.0}}, {{1, 1.0}, {7, 1.0}}})), (std::vector<double>{0.5}));
  // By order: of order 1 one of two samples, of order 2 none, of order 3 the one there is.
  const Table orders = tableOf(found("generalizable", here, {given({{{1, 1.0}, {5, 1.0}}, {{1, 1.0}, {7, 1.0}}})}),
                               "generalizable", "generalizable_orders");
  QCOMPARE(numbers(orders, "order", "1", "share").front(), 0.5);
  QCOMPARE(numbers(orders, "order", "2", "share").front(), 0.0);
  QCOMPARE(numbers(orders, "order", "3", "share").front(), 1.0);
  // Another sign counts unless the same is asked for.
  const GivenPtr turned = given({{{1, -1.0}, {6, 1.0}}, {{2, 1.0}, {7, -1.0}}});
  QCOMPARE(shares(turned), (std::vector<double>{1.0}));
  AnalysisChoices sign;
  sign.options["generalizable"].set("judge-sign", 1.0);
  QCOMPARE(numbers(tableOf(found("generalizable", here, {turned}, sign), "generalizable", "generalizable"), "step",
                   "10", "share"),
           (std::vector<double>{0.5}));
}

void OthersTest::judgesVote() {
  const GivenPtr here = given({{{1, 1.0}, {2, 1.0}, {4, 1.0}, {7, 1.0}}});
  const AnalyzedPtr results =
      found("generalizable", here,
            {given({{{1, 1.0}, {2, 1.0}, {4, 1.0}}}), given({{{1, 1.0}, {2, 1.0}}}), given({{{1, 1.0}, {7, 1.0}}})});
  const Table table = tableOf(results, "generalizable", "generalizable");
  QCOMPARE(numbers(table, "judge", "given 2", "share").front(), 0.75);
  QCOMPARE(numbers(table, "judge", "given 3", "share").front(), 0.5);
  QCOMPARE(numbers(table, "judge", "majority", "share").front(), 0.5);
  QCOMPARE(numbers(table, "judge", "all judges", "share").front(), 0.25);
}

void OthersTest::judgesAtTheSameStep() {
  const Effects one{{1, 1.0}}, other{{6, 1.0}};
  const auto here = std::make_shared<GivenResults>(3, std::vector<std::vector<Effects>>{{one}, {other}, {one}});
  const auto judge = std::make_shared<GivenResults>(3, std::vector<std::vector<Effects>>{{one}, {other}, {other}});
  judge->headerToChange().step = {1.0, 10.0, 50.0};  // here 1, 10, 100
  const auto shares = [&](double at) {
    AnalysisChoices choices;
    choices.options["generalizable"].set("judge-at", at);
    return numbers(tableOf(found("generalizable", here, {judge}, choices), "generalizable", "generalizable"), "judge",
                   "given 2", "share");
  };
  QCOMPARE(shares(0.0), (std::vector<double>{0.0, 1.0, 0.0}));
  QCOMPARE(shares(1.0), (std::vector<double>{1.0, 1.0}));  // step 100 has no partner
}

void OthersTest::samplesAreMatchedByIdentity() {
  const GivenPtr here = given({{{1, 1.0}}, {{2, 1.0}}, {{4, 1.0}}});
  const GivenPtr judge = given({{{4, 1.0}}, {{1, 1.0}}, {{2, 1.0}}});  // the same in another order
  const ResultsHeader before = judge->header();
  ResultsHeader& header = judge->headerToChange();
  const auto arrange = [&](const std::vector<std::size_t>& order) {
    for (std::size_t s = 0; s < order.size(); ++s) {
      header.sampleIndex[s] = before.sampleIndex[order[s]];
      header.sampleNames[s] = before.sampleNames[order[s]];
    }
  };
  const auto share = [&] {
    return numbers(tableOf(found("generalizable", here, {judge}), "generalizable", "generalizable"), "step", "10",
                   "share");
  };
  QCOMPARE(share(), (std::vector<double>{0.0}));
  arrange({2, 0, 1});
  QCOMPARE(share(), (std::vector<double>{1.0}));
  QVERIFY(!textOf(found("generalizable", here, {judge}), "generalizable", caution).contains("left out"));
  // Another label, and a sample that is not here.
  header.sampleTarget[1] = 5;  // sample_0
  header.sampleIndex[0] = 77;  // was sample_2
  header.sampleNames[0] = "stranger";
  const QString text = textOf(found("generalizable", here, {judge}), "generalizable", caution);
  for (const char* part : {"1 of 3 samples can be compared", "1 with another label (sample_0)",
                           "1 with no partner (sample_2)", "1 that is in given 2 only"})
    QVERIFY2(text.contains(part), qPrintable(text));
  QCOMPARE(share(), (std::vector<double>{1.0}));
  // Twice the same: nobody knows which is meant.
  header = before;
  header.sampleIndex[2] = header.sampleIndex[1];
  header.sampleNames[2] = header.sampleNames[1];
  QVERIFY(
      textOf(found("generalizable", here, {judge}), "generalizable", caution).contains("twice in one of the files"));
  // Other contents under the same name, where both say what they read.
  header = before;
  header.source = {{"w1", "w2"}, {"a", "b", "x"}, "net", "{}"};
  here->headerToChange().source = {{"v1", "v2"}, {"a", "b", "c"}, "net", "{}"};
  QVERIFY(textOf(found("generalizable", here, {judge}), "generalizable", caution)
              .contains("1 with other contents (sample_2)"));
}

void OthersTest::otherVariablesAreRefused() {
  const GivenPtr here = given({{{1, 1.0}}}), judge = given({{{1, 1.0}}}), small = given({{{1, 1.0}}}, 2);
  judge->headerToChange().sampleVariables[0] = R"([{"name":"part 2"},{"name":"part 1"},{"name":"part 3"}])";
  const QString text = textOf(found("generalizable", here, {judge}), "generalizable", missing);
  QVERIFY2(text.contains("1 with other input variables (sample_0)"), qPrintable(text));
  const AnalyzedPtr other = found("generalizable", here, {small});
  QVERIFY(textOf(other, "generalizable", missing).contains("3 here, 2 there"));
  QVERIFY(tableOf(other, "generalizable", "generalizable").rows().empty());
  // Variables that nobody described could be any.
  for (const GivenPtr& one : {here, judge}) one->headerToChange().sampleVariables[0] = "[]";
  QVERIFY(textOf(found("generalizable", here, {judge}), "generalizable", missing).contains("do not describe"));
  // A band over other orders is none.
  QVERIFY(textOf(found("replicates", here, {small}), "replicates", missing).contains("2 input variables"));
}

void OthersTest::nothingIsReadUnlessAsked() {
  const GivenPtr here = given({{{1, 1.0}}}), other = given({{{1, 1.0}}});
  found("phases", here, {other});
  QCOMPARE(other->reads, std::size_t{0});
  QCOMPARE(here->reads, std::size_t{2});
  RunControl control;
  AnalysisList list = allAnalyses();
  std::erase_if(list, [](const auto& one) { return one->info().others.most == 0; });
  QVERIFY(list.size() >= 3);
  const AnalyzedPtr before = analyzed(here, {}, list, {}, control, files({other}));
  QCOMPARE(other->reads, std::size_t{3});  // once for all of them, and the checkpoint that scales compare with
  AnalysisChoices choices;
  choices.phases.rise = 9.0;
  choices.options["generalizable"].set("judge-at", 1.0);
  here->reads = other->reads = 0;
  (void)withChoices(before, list, choices, control);
  QCOMPARE(here->reads + other->reads, std::size_t{0});
}

void OthersTest::choicesReachTheOthers() {
  RunControl control;
  const auto made = std::make_shared<MadeResults>(5, 6, 8), again = std::make_shared<MadeResults>(5, 6, 8);
  const AnalysisList list = allAnalyses();
  const AnalyzedPtr before = analyzed(made, {}, list, {}, control, {{again, {}}});
  const auto text = [&](const AnalyzedPtr& results) {
    std::string all;
    for (const auto& [name, one] : results->found) {
      for (const AnalysisFinding& finding : one->findings()) all += finding.text + '\n';
      for (const TableMaker& maker : one->tables()) {
        const Table table = maker.make(control);
        for (const auto& row : table.rows()) {
          for (const TableCell& cell : row) all += fullText(cell) + ',';
        }
      }
    }
    return all;
  };
  AnalysisChoices rise, threshold;
  rise.phases.rise = 9.0;
  threshold.salience = {ThresholdRule::largest, 0.2};
  for (const AnalysisChoices& choices : {rise, threshold}) {
    const AnalyzedPtr after = withChoices(before, list, choices, control);
    QVERIFY(text(after) == text(analyzed(made, {}, list, choices, control, {{again, {}}})));
    QVERIFY(text(after) != text(before));
  }
}

void OthersTest::othersAreTold() {
  const auto said = [](const std::string& name, std::size_t count) {
    try {
      requireOthers(analysisNamed(allAnalyses(), name)->info(), count);
    } catch (const UserError& error) {
      return QString(error.what());
    }
    return QString();
  };
  QVERIFY(said("phases", 0).isEmpty() && said("compare", 1).isEmpty());
  QVERIFY2(said("phases", 1).contains("would ignore the other one"), qPrintable(said("phases", 1)));
  QVERIFY2(said("compare", 0).contains("spindle analyze compare RESULTS.h5 OTHER.h5"), qPrintable(said("compare", 0)));
  QVERIFY(said("compare", 99).contains("at most"));
  for (const char* name : {"compare", "replicates", "generalizable"}) {
    const AnalyzedPtr alone = found(name, given({{{1, 1.0}}}), {});
    QVERIFY2(textOf(alone, name, missing).contains(QString("spindle analyze %1 RESULTS.h5 OTHER.h5").arg(name)), name);
    for (const Chart& chart : alone->found.at(name)->charts()) requireSound(chart);
    for (const Chart& chart : alone->found.at(name)->chartsAt({0})) requireSound(chart);
  }
}

void OthersTest::placesOfRuns() {
  const GivenPtr here = std::make_shared<GivenResults>(2, std::vector<std::vector<Effects>>(3, {{{1, 1.0}}}));
  const ResultsHeader& header = here->header();  // steps 1, 10, 100
  QCOMPARE(comparePlaces(header, 1, CompareBy::step), header.step);
  QCOMPARE(comparePlaces(header, 1, CompareBy::trainLoss), header.trainLoss);
  QCOMPARE(comparePlaces(header, 1, CompareBy::phaseTwo), (std::vector<double>{2.0 / 11.0, 1.0, 101.0 / 11.0}));
  QVERIFY(std::isnan(comparePlaces(header, std::nullopt, CompareBy::phaseTwo)[0]));
  QCOMPARE(nearestRow({1.0, 10.0, 100.0}, {0, 2}, 11.0), std::optional<std::size_t>(0));
  QCOMPARE(nearestRow({1.0, 3.0}, {0, 1}, 2.0), std::optional<std::size_t>(0));
  QVERIFY(!nearestRow({1.0}, {0}, std::nan("")) && !nearestRow({1.0}, {}, 1.0));
}

void OthersTest::comparedSideBySide() {
  const GivenPtr here = given({{{1, 1.0}, {6, 1.0}}}), other = given({{{1, 1.0}, {7, 3.0}}});
  other->headerToChange().run = "other";
  other->headerToChange().options = R"({"score":"logit"})";
  other->headerToChange().step = {2.0, 20.0};
  const AnalyzedPtr results = found("compare", here, {other});
  const Table differences = tableOf(results, "compare", "differences");
  std::map<std::string, std::string> of;
  for (const auto& row : differences.rows()) of[fullText(row[0]) + "/" + fullText(row[1])] = fullText(row[2]);
  QCOMPARE(of["score/given"], std::string("log-odds"));
  QCOMPARE(of["score/other"], std::string("logit"));
  QVERIFY(of.contains("checkpoints/other") && !of.contains("input variables/other") && !of.contains("samples/other"));
  QVERIFY(textOf(results, "compare", result).contains("Only what differs"));
  const Table compared = tableOf(results, "compare", "compared");
  QCOMPARE(numbers(compared, "results", "given", "mean_order"), (std::vector<double>{1.5, 1.5}));
  QCOMPARE(numbers(compared, "results", "other", "mean_order"), (std::vector<double>{2.5, 2.5}));
  QCOMPARE(numbers(compared, "results", "other", "step"), (std::vector<double>{2.0, 20.0}));
  // Shares 1/2, 1/2, 0 here and 1/4, 0, 3/4 there, at the nearest step.
  const Table shares = tableOf(results, "compare", "share_differences");
  QCOMPARE(numbers(shares, "step", "10", "difference"), (std::vector<double>{-0.25, -0.5, 0.75}));
  QCOMPARE(numbers(shares, "step", "10", "other_step").front(), 2.0);  // nearer than 20
  // A file beside itself differs in nothing.
  const AnalyzedPtr itself = found("compare", here, {here});
  QVERIFY(textOf(itself, "compare", result).contains("Nothing: "));
  QVERIFY(tableOf(itself, "compare", "differences").rows().empty());
  for (const double d : numbers(tableOf(itself, "compare", "share_differences"), "step", "10", "difference"))
    QCOMPARE(d, 0.0);
}

void OthersTest::networksAgreeByHand() {
  const std::vector<std::optional<SalientList>> a{SalientList{{1, 3}, {1.0, 1.0}}, SalientList{{1}, {1.0}}, {}};
  const std::vector<std::optional<SalientList>> b{SalientList{{1, 2, 7}, {-1.0, 1.0, 1.0}}, SalientList{{1}, {1.0}},
                                                  SalientList{{1}, {1.0}}};
  const SetAgreement agreement = setAgreement(a, b, {{{0, 0}, {1, 1}, {2, 2}}, {}}, 2);
  QCOMPARE(agreement.samples, std::size_t{2});
  QCOMPARE(agreement.iou, (std::vector<double>{0.75, 0.0, 0.625}));  // 1/2 and 1; 0/2; 1/4 and 1
  // Between files: the same gives 1 at the last checkpoint, other interactions 0.
  const GivenPtr here = given({{{1, 1.0}, {6, 1.0}}}), disjoint = given({{{2, 1.0}, {7, 1.0}}});
  const Table same = tableOf(found("knowledge", here, {here}), "knowledge", "agreement"),
              none = tableOf(found("knowledge", here, {disjoint}), "knowledge", "agreement");
  const std::vector<double> ones = numbers(same, "step", "10", "iou"), zeros = numbers(none, "step", "10", "iou");
  QVERIFY(ones[0] == 1.0 && ones[1] == 1.0 && std::isnan(ones[2]));
  QCOMPARE(zeros, (std::vector<double>{0.0, 0.0, 0.0}));
}

void OthersTest::bandByHand() {
  const ReplicateMean mean = replicateMean({1.0, 3.0, std::nan(""), 5.0});
  QCOMPARE(mean.files, std::size_t{3});
  QCOMPARE(mean.mean, 3.0);
  QCOMPARE(mean.deviation, 2.0);
  QVERIFY(near(mean.error, 2.0 / std::sqrt(3.0), 1e-15));
  QCOMPARE(std::pair(mean.low, mean.high), std::pair(1.0, 5.0));
  QVERIFY(std::isnan(replicateMean({}).mean) && std::isnan(replicateMean({2.0}).error));
  // Mean orders 1 and 3 at the step that both have, which stands in other rows.
  const auto a = std::make_shared<GivenResults>(3, std::vector<std::vector<Effects>>(2, {{{1, 1.0}}}));
  const auto b = std::make_shared<GivenResults>(3, std::vector<std::vector<Effects>>(2, {{{7, 1.0}}}));
  b->headerToChange().step = {10.0, 1000.0};
  const AnalyzedPtr results = found("replicates", a, {b});
  const Table table = tableOf(results, "replicates", "replicates");
  QCOMPARE(table.rows().size(), std::size_t{1});
  QCOMPARE(numbers(table, "step", "10", "mean_order"), (std::vector<double>{2.0}));
  QVERIFY(near(numbers(table, "step", "10", "standard_error").front(), 1.0, 1e-15));
  QCOMPARE(numbers(tableOf(results, "replicates", "replicate_shares"), "step", "10", "share"),
           (std::vector<double>{0.5, 0.0, 0.5}));
  QVERIFY(textOf(results, "replicates", caution).contains("2 checkpoints have a step"));
}

void OthersTest::replicatesAreDoubted() {
  const GivenPtr a = given({{{1, 1.0}}}), b = given({{{7, 1.0}}});
  b->headerToChange().run = "seed 2";
  b->headerToChange().trainLoss[0] = 7.0;
  QVERIFY(!textOf(found("replicates", a, {b}), "replicates", caution).contains("Not replicates"));
  QVERIFY(!textOf(found("replicates", a, {b}), "replicates", caution).contains("Same weights"));
  b->headerToChange().options = R"({"score":"logit"})";
  const QString text = textOf(found("replicates", a, {b}), "replicates", caution);
  QVERIFY2(text.contains("Not replicates") && text.contains("score (log-odds, logit)"), qPrintable(text));
  QVERIFY(textOf(found("replicates", a, {a}), "replicates", caution).contains("Same weights"));
  const Table starts = tableOf(found("replicates", a, {b}), "replicates", "replicate_starts");
  QCOMPARE(starts.rows().size(), std::size_t{3});
}

/// a(t) = s(t) a*, so that R = s and Q = s^2, where a* are the last interactions of the other results.
void OthersTest::scalesBesideAnotherNetwork() {
  const std::vector<double> sizes{0.0, 0.4, 1.5};
  const std::vector<Effects> target{{{1, 2.0}, {6, -1.0}}, {{4, 1.0}, {3, 0.5}}};
  std::vector<std::vector<Effects>> series;
  for (const double size : sizes) {
    series.push_back(target);
    for (Effects& one : series.back()) {
      for (auto& [mask, effect] : one) effect *= size;
    }
  }
  const auto here = std::make_shared<GivenResults>(3, series);
  const auto other = std::make_shared<GivenResults>(3, std::vector<std::vector<Effects>>{{{}, {}}, target});
  other->headerToChange().run = "teacher";
  const auto expect = [&](const Table& table, double by) {
    for (std::size_t k = 0; k < 2; ++k) {
      const std::string order = std::to_string(k + 1);
      const std::vector<double> r = numbers(table, "order", order, "r"), q = numbers(table, "order", order, "q"),
                                error = numbers(table, "order", order, "error");
      for (std::size_t c = 0; c < sizes.size(); ++c) {
        const double size = sizes[c] / by;
        QVERIFY(near(r[c], size, 1e-12) && near(q[c], size * size, 1e-12));
        QVERIFY(near(error[c], (1.0 - size) * (1.0 - size), 1e-12));
      }
    }
  };
  const AnalyzedPtr beside = found("scales", here, {other});
  expect(tableOf(beside, "scales", "scales"), 1.0);
  QVERIFY2(textOf(beside, "scales", result).contains("step 10 of teacher"),
           qPrintable(textOf(beside, "scales", result)));
  QVERIFY(textOf(beside, "scales", result).contains("Larger than in the reference"));
  QVERIFY(textOf(beside, "scales", caution).isEmpty());
  // Without the other, or where asked for, its own last checkpoint.
  AnalysisChoices own;
  own.options["scales"].set("reference-results", 0.0);
  expect(tableOf(found("scales", here, {other}, own), "scales", "scales"), 1.5);
  expect(tableOf(found("scales", here, {}), "scales", "scales"), 1.5);
  AnalysisChoices second;
  second.options["scales"].set("reference-results", 2.0);
  QVERIFY_EXCEPTION_THROWN(found("scales", here, {other}, second), UserError);
  // Of two samples with one in common only that one counts, and it is said.
  other->headerToChange().sampleTarget[1] = 5;
  const AnalyzedPtr one = found("scales", here, {other});
  QVERIFY(textOf(one, "scales", caution).contains("1 of 2 samples"));
  QVERIFY(std::isnan(numbers(tableOf(one, "scales", "scales"), "order", "3", "r").at(0)));
  other->headerToChange().sampleTarget[0] = 5;
  QVERIFY(textOf(found("scales", here, {other}), "scales", missing).contains("0 of 2 samples"));
}

QTEST_APPLESS_MAIN(OthersTest)
#include "tst_others.moc"
