// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_variables.h"
#include "tests/core/store/sample_results.h"

#include <QTest>

using namespace spindle;
using namespace spindle::test;

class TestStoredVariables : public QObject {
  Q_OBJECT
 private slots:
  void whatIsWrittenIsRead() {
    const std::vector<InputVariable> variables{
        {"(0,1)", {4, 5}, {{0, 4, 1, 2}}, {}}, {"word", {7}, {}, {7}}, {"", {3}, {}, {}}};
    const std::string json = writeVariables(variables);
    const std::string expected =
        R"j([{"name":"(0,1)","pixels":[[0,4,1,2]]},{"name":"word","positions":[7]},{"elements":[3]}])j";
    QCOMPARE(json, expected);
    const auto read = readVariables(json, "The results file r.h5", "boot");
    QVERIFY((read ==
             std::vector<StoredVariable>{{"(0,1)", {{0, 4, 1, 2}}, {}, {}}, {"word", {}, {7}, {}}, {"", {}, {}, {3}}}));
  }

  void missingNamesAreCounted() {
    auto header = sampleHeader(3, 1, 1);
    header.sampleVariables = {R"([{"name":"heel"},{"elements":[1]}])"};
    QCOMPARE(storedVariableNames(header, 0), (std::vector<std::string>{"heel", "variable 2", "variable 3"}));
    QCOMPARE(storedVariables(header, 0).size(), std::size_t{3});
    header.sampleVariables = {"[]"};
    QCOMPARE(storedVariableNames(header, 0).front(), std::string("variable 1"));
  }

  void anotherTypeIsToldWithFileAndSample_data() {
    QTest::addColumn<QString>("json");
    for (const char* json : {"variables", "{}", "[1]", R"([{"name":1}])", R"([{"pixels":[[0,1,2]]}])",
                             R"([{"positions":[-1]}])", R"([{"elements":3}])", R"([{"pixels":[[0,1,2,"3"]]}])"})
      QTest::newRow(json) << json;
  }

  void anotherTypeIsToldWithFileAndSample() {
    QFETCH(QString, json);
    const auto sentence = sentenceOf([&] { readVariables(json.toStdString(), "The results file r.h5", "boot"); });
    QVERIFY2(sentence.starts_with("The results file r.h5 is damaged (the input variables of sample \"boot\" are not"),
             sentence.c_str());
  }
};

QTEST_GUILESS_MAIN(TestStoredVariables)
#include "tst_stored_variables.moc"
