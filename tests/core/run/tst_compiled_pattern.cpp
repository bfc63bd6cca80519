// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/compiled_pattern.h"
#include "core/run/checkpoints/step_preview.h"

#include <QTest>

#include <string>

using namespace spindle;

class StepPatternTest : public QObject {
  Q_OBJECT

 private slots:
  void finds_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* name, const char* pattern, const char* text, const char* found) {
      QTest::newRow(name) << QString(pattern) << QString(text) << QString(found);
    };
    row("digits", "step-([0-9]+)", "a/step-120.pt", "120");
    row("the leftmost match", "_([0-9]+)", "mlp_256_10.pt", "256");
    row("as many as there are", "([0-9]+)\\.pt", "v2_512.pt", "512");
    row("as few as there are", "(\\d+?)0*\\.pt", "5000.pt", "5");
    row("at the end", "(\\d+)$", "run7/12", "12");
    row("at the start", "^(\\d+)", "7a12", "7");
    row("not at the start", "^(\\d+)", "a12", "none");
    row("choice", "(?:epoch|ep)_?(\\d+)", "ep_3", "3");
    row("the first choice that fits", "(a|ab)(?:c|bcd)", "abcd", "a");
    row("optional", "it(?:er)?-(\\d+)", "iter-5", "5");
    row("counted", "(\\d{2,3})", "1 2345", "234");
    row("counted exactly", "_(\\d{4})_", "_12_3456_", "3456");
    row("counted from", "(\\d{3,})", "12_34567", "34567");
    row("a class with a range", "([a-cx_-]+)1", "zzb-x_1", "b-x_");
    row("not in a class", "_([^_]+)_", "a_bc_d", "bc");
    row("a named class", "([[:digit:]]+)", "ab12", "12");
    row("an escaped dot", "a\\.(\\d)", "ab1a.2", "2");
    row("a backslash in a class", "([\\d.]+)e", "1.5e3", "1.5");
    row("words end", "\\b(\\d+)\\b", "a1 22 b3", "22");
    row("the last round of a group", "(?:(\\d)-)+", "1-2-3-", "3");
    row("the whole match without a group", "\\d+", "ab12", "12");
    row("a group that took no part", "a|(b)", "a", "none");
    row("nothing to find", "(\\d+)", "abc", "none");
    row("an empty loop", "(?:a*)*(\\d)", "aab5", "5");
    row("letters of other scripts", "шаг_(\\d+)", "шаг_42.pt", "42");
  }

  void finds() {
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QFETCH(QString, found);
    const CompiledPattern compiled(pattern.toStdString());
    QCOMPARE(compiled.problem(), std::string());
    const auto bytes = text.toStdString();
    QCOMPARE(QString::fromStdString(std::string(compiled.find(bytes).value_or("none"))), found);
  }

  void refuses_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("problem");
    QTest::newRow("open group") << "(a"
                                << "not closed";
    QTest::newRow("closed twice") << "a)"
                                  << "unmatched )";
    QTest::newRow("open class") << "([a"
                                << "not closed";
    QTest::newRow("nothing to repeat") << "*a"
                                       << "nothing to repeat before";
    QTest::newRow("look-ahead") << "(?=a)(b)"
                                << "look-ahead";
    QTest::newRow("back reference") << "(a)\\1"
                                    << "back references";
    QTest::newRow("backslash at the end") << "a\\"
                                          << "backslash";
    QTest::newRow("backward range") << "[9-0]"
                                    << "backwards";
    QTest::newRow("repeat of more than 255") << "a{1000}"
                                             << "255";
    QTest::newRow("repeats of repeats") << "((a{200}){200}){200}"
                                        << "too much";
    QTest::newRow("repeats of nothing") << QString("(?:").repeated(30) + QString("){255}").repeated(30) << "too much";
    QTest::newRow("a million letters") << QString("a").repeated(1000000) << "1000 characters";
    QTest::newRow("100,000 groups") << QString("(").repeated(100000) + QString(")").repeated(100000)
                                    << "1000 characters";
    QTest::newRow("100 groups") << QString("(").repeated(100) + QString(")").repeated(100) << "50 deep";
  }

  void refuses() {
    QFETCH(QString, pattern);
    QFETCH(QString, problem);
    const CompiledPattern compiled(pattern.toStdString());
    QVERIFY2(QString::fromStdString(compiled.problem()).contains(problem), compiled.problem().c_str());
    QVERIFY(!compiled.find("aaa"));
    QVERIFY(!stepPatternProblem(pattern.toStdString()).empty());
  }

  /// Patterns that a search with backtracking does not finish: exponential in 60, 5,000 and a million letters.
  void endsWhateverThePattern() {
    const std::string letters(60, 'a'), more(5000, 'a'), million(1000000, 'a');
    QVERIFY(!CompiledPattern("(a+)+$").find(letters + "!"));
    QVERIFY(!CompiledPattern("((a*)*)*b").find(letters));
    QVERIFY(!CompiledPattern("(a|aa|aaa)+$").find(more + "!"));
    QVERIFY(!CompiledPattern("(.*){20}x").find(more));
    QCOMPARE(CompiledPattern("(a|b)*").groups(), std::size_t{1});
    QVERIFY(CompiledPattern("((?:a|b)*)").find(million)->size() == million.size());
    const auto preview = previewSteps({letters + "!.pt", letters}, {"(a+)+$", StepPattern::Unit::step});
    QVERIFY(!preview.problem.empty());
  }
};

QTEST_APPLESS_MAIN(StepPatternTest)
#include "tst_compiled_pattern.moc"
