// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside the variables of a sample.
#include "ui/panels/sample_texts.h"

#include <QTest>

using namespace spindle;

namespace {

/// A table of three columns; those of `variables` are variables.
RunFacts table(const std::vector<double>& baseline) {
  RunFacts facts;
  facts.samples.format = {InputKind::tabular, {3}, {}, {}};
  facts.samples.columns = {"radius", "texture"};  // the third has no name
  facts.samples.samples.push_back({{17.99F, 10.5F, -2.0F}, 0, "a", Split::unknown, {}, {}});
  facts.options.baseline.values = baseline;
  return facts;
}

InputVariables variables(const std::vector<std::uint32_t>& columns) {
  std::vector<InputVariable> list;
  for (const auto c : columns) list.push_back({"v", {c}, {}, {c}});
  return {std::move(list), 3};
}

QStringList texts(const RunFacts& facts, const InputVariables& chosen) {
  return itemTexts(facts, facts.samples.samples.front(), chosen);
}

}  // namespace

class SampleTextsTest : public QObject {
  Q_OBJECT

 private slots:
  void columnsTellWhatTheyBecome() {
    QCOMPARE(texts(table({14.1, 19.25, 0.5}), variables({0, 2})),
             (QStringList{"radius = 18.0 \u2192 14.1", "texture = 10.5", "column 2 = \u22122.00 \u2192 0.500"}));
  }

  void oneValueForAllIsToldForEach() {
    QCOMPARE(texts(table({0.0}), variables({0, 1, 2})),
             (QStringList{"radius = 18.0 \u2192 0.000", "texture = 10.5 \u2192 0.000",
                          "column 2 = \u22122.00 \u2192 0.000"}));
  }

  void whatIsNotKnownIsNotTold() {
    QCOMPARE(texts(table({1.0, 2.0}), variables({2})).back(), QString("column 2 = \u22122.00"));
    auto results = table({0.0});
    results.resultsOnly = true;
    QVERIFY(texts(results, variables({0})).isEmpty());
  }

  void wordsAreThemselves() {
    RunFacts facts;
    facts.samples.format = {InputKind::text, {2}, {}, {}};
    facts.samples.samples.push_back({{1.0F, 2.0F}, 0, "a", Split::unknown, {"<b>good</b>", "film"}, {{0}, {1}}});
    QCOMPARE(texts(facts, {}), (QStringList{"<b>good</b>", "film"}));
  }

  void theTipNamesTheBaseline() {
    auto facts = table({14.1, 19.25, 0.5});
    facts.findings.push_back(
        {Finding::Kind::guessed, "baseline", "masked columns take the means of all <6> samples", ""});
    QVERIFY(formatTip(facts).contains("the means of all &lt;6&gt; samples"));
  }
};

QTEST_GUILESS_MAIN(SampleTextsTest)
#include "tst_sample_texts.moc"
