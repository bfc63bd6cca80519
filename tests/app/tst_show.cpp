// What `show`, `figure` and `report` say of a results file, checked against each other and against definitions.
#include "core/store/results_file.h"
#include "tests/app/program.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace spindle;
using namespace spindle::test;

namespace {

/// Numbers of the table's rows whose first cell is a number.
QList<QList<double>> rowsOf(const QString& text) {
  QList<QList<double>> rows;
  for (const QString& line : text.split('\n')) {
    const QStringList cells = line.simplified().split(' ');
    bool first = false, second = false;
    (void)cells.front().toDouble(&first);
    if (cells.size() > 2) (void)cells[1].toDouble(&second);
    if (!first || (!second && cells.value(1) != "-")) continue;
    QList<double> row;
    for (const QString& cell : cells) row << cell.toDouble();
    rows << row;
  }
  return rows;
}

}  // namespace

class ShowTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    const QString run = folder_.filePath("run & <b>");
    copyFolder(golden("tiny"), run);
    QByteArray description = fileBytes(run + "/run.json");
    description.replace("\"tiny\"", "\"run & <b>\"");
    writeFile(run + "/run.json", description);
    QCOMPARE(spindleProgram({"extract", run, "-o", results(), "--batch", batch_}).status, 0);
    reader_ = ResultsReader::open(results().toStdString());
    n_ = reader_->header().variables;
  }

  void normalisedStrengthsSumToOne() {
    const auto rows = table({"--normalise", "sum"});
    QCOMPARE(rows.size(), 4);
    for (const auto& row : rows) {
      double sum = 0.0;
      for (int k = 0; k < 2 * n_; ++k) sum += std::abs(row[6 + k]);
      QVERIFY2(std::abs(sum - 1.0) < 1e-3 * n_, qPrintable(QString::number(sum)));
    }
  }

  void andAndOrMakeBoth() {
    const auto both = table({});
    const auto andOnly = table({"--kinds", "and"});
    const auto orOnly = table({"--kinds", "or"});
    for (qsizetype c = 0; c < both.size(); ++c) {
      for (int k = 0; k < 2 * n_; ++k) QVERIFY(std::abs(both[c][6 + k] - andOnly[c][6 + k] - orOnly[c][6 + k]) < 2e-4);
    }
  }

  void largerThresholdsLeaveLess() {
    const auto small = table({"--threshold", "T1", "--factor", "0.001"});
    const auto large = table({"--threshold", "T2", "--factor", "0.5"});
    double some = 0.0, most = 0.0;
    for (qsizetype c = 0; c < small.size(); ++c) {
      for (int k = 0; k < 2 * n_; ++k) {
        QVERIFY(std::abs(large[c][6 + k]) <= std::abs(small[c][6 + k]) + 1e-4);
        some += std::abs(large[c][6 + k]);
        most += std::abs(small[c][6 + k]);
      }
    }
    QVERIFY(some > 0.0 && some < most);
  }

  void choicesAndRulesStandBelow() {
    const Ended ended = spindleProgram({"show", results(), "--threshold", "T2", "--kinds", "or"});
    QVERIFY2(ended.out.contains("Strengths: or, normalisation none, salient by T2: 0.05 x largest |I|."),
             qPrintable(ended.out));
    for (const char* rule : {"mean order minimum", "loss gap", "change point"}) QVERIFY(ended.out.contains(rule));
  }

  void matchingErrorsAreWithinTheBound() {
    const Ended ended = spindleProgram({"show", results(), "--trust"});
    QCOMPARE(ended.status, 0);
    const auto rows = rowsOf(ended.out);
    QCOMPARE(rows.size(), 4);
    for (qsizetype c = 0; c < rows.size(); ++c) {
      double range = 0.0;
      for (std::size_t s = 0; s < reader_->header().samples(); ++s) {
        const auto values = reader_->pair(static_cast<std::size_t>(c), s).values;
        range = std::max(range, std::abs(values.values().back() - values.values().front()));
      }
      QVERIFY(rows[c][3] <= 0.02 * range + 1e-4);
      QVERIFY(rows[c][5] <= 1.0);
    }
  }

  void shapleyValuesSumToTheScore() {
    const Ended ended = spindleProgram({"show", results(), "--sample", "1", "--checkpoint", "2"});
    QCOMPARE(ended.status, 0);
    const auto values = reader_->pair(2, 1).values;
    double sum = 0.0;
    int variables = 0;
    static const QRegularExpression line("^ *\\d+  \\S+ +(\\S+) +\\S+$", QRegularExpression::MultilineOption);
    for (auto match = line.globalMatch(ended.out); match.hasNext(); ++variables)
      sum += match.next().captured(1).toDouble();
    QCOMPARE(variables, n_);
    QVERIFY2(std::abs(sum - (values.values().back() - values.values().front())) < 1e-3, qPrintable(ended.out));
  }

  void theStoredThresholdIsTheUsualOne() {
    const QString file = folder_.filePath("t2.h5");
    const Ended ended = spindleProgram(
        {"extract", golden("tiny"), "-o", file, "--threshold", "T2", "--factor", "0.1", "--batch", batch_});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY(spindleProgram({"show", file}).out.contains("salient by T2: 0.1 x largest |I|."));
    const auto stored = ResultsReader::open(file.toStdString());
    const auto usual = reader_;
    QVERIFY(stored->threshold(0) != usual->threshold(0));
    // The tables do not depend on it, and another threshold gives the same strengths from either file.
    QVERIFY(rowsOf(spindleProgram({"show", file, "--threshold", "T1"}).out) == table({}));
  }

  void tablesHoldEverything() {
    const QString to = folder_.filePath("tables");
    const Ended ended = spindleProgram({"show", results(), "--export", to});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    for (const char* name : {"dynamics.csv", "losses.csv", "salient.csv", "values.csv", "pairs.csv", "trust.csv",
                             "mean_scores.csv", "phases.csv"})
      QVERIFY2(QFile::exists(to + "/" + name), name);
    // The Shapley values of the first sample at the first checkpoint sum to v(N) - v(empty).
    const QList<QByteArray> lines = fileBytes(to + "/values.csv").split('\n');
    double sum = 0.0;
    for (int i = 1; i <= n_; ++i) sum += lines[i].split(',')[6].toDouble();
    const auto values = reader_->pair(0, 0).values;
    QVERIFY(std::abs(sum - (values.values().back() - values.values().front())) < 1e-9);
    QCOMPARE(lines.size(), 4 * static_cast<int>(reader_->header().samples()) * n_ + 2);
  }

  void drawsTellHowStableTheStrengthsAre() {
    const QString bundled = QStringLiteral(SPINDLE_SOURCE_DIR "/sample_models/fashion-lenet");
    const QString file = folder_.filePath("drawn.h5");
    const Ended ended = spindleProgram(
        {"extract", bundled, "-o", file, "--checkpoints", "0,31", "--samples", "0,1,28", "--seeds", "3"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto second = ResultsReader::open(folder_.filePath("drawn.draw-2.h5").toStdString());
    const auto first = ResultsReader::open(file.toStdString());
    QVERIFY(second->header().sampleVariables != first->header().sampleVariables);
    QVERIFY(second->header().sampleIndex == first->header().sampleIndex);
    const QString trust = spindleProgram({"show", file, "--trust"}).out;
    QVERIFY2(trust.contains("mean and standard deviation over draws"), qPrintable(trust));
    QVERIFY(!spindleProgram({"show", results(), "--trust"}).out.contains("mean and standard deviation over draws"));
    const QString groups = spindleProgram({"show", file, "--generalisation"}).out;
    QVERIFY2(groups.contains("0 clean and 1 mislabelled"), qPrintable(groups));
    for (const char* kind : {"untrained", "sparsity", "groups"})
      QCOMPARE(spindleProgram({"figure", file, "--kind", kind, "-o", folder_.filePath("a.svg")}).status, 0);
    QVERIFY(fileBytes(folder_.filePath("a.svg")).contains("no published protocol"));
    // Columns that are all variables cannot be drawn anew.
    const Ended refused = spindleProgram({"extract", golden("tiny"), "-o", folder_.filePath("t.h5"), "--seeds", "2"});
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("nothing to draw anew"), qPrintable(refused.err));
  }

  void wrongWishesAreTold_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("word");
    QTest::newRow("threshold") << QStringList{"show", results(), "--threshold", "T9"} << "T1";
    QTest::newRow("sample") << QStringList{"show", results(), "--sample", "99"} << "99";
    QTest::newRow("checkpoint") << QStringList{"show", results(), "--sample", "0", "--checkpoint", "9"} << "9";
    QTest::newRow("no split") << QStringList{"figure", results(), "--kind", "generalisation", "-o", "a.png"}
                              << "test set";
    QTest::newRow("kind") << QStringList{"figure", results(), "--kind", "cake", "-o", "a.png"} << "theory";
    QTest::newRow("report's name") << QStringList{"report", results(), "-o", "a.pdf"} << ".html";
    QTest::newRow("report of nothing") << QStringList{"report", "none.h5", "-o", "a.html"} << "none.h5";
  }
  void wrongWishesAreTold() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, word);
    const Ended ended = spindleProgram(arguments, folder_.path());
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains(word) && ended.err.count('\n') == 1, qPrintable(ended.err));
  }

  void reportIsOnePageWithEverything() {
    const QString page = folder_.filePath("report.html");
    const Ended ended = spindleProgram({"report", folder_.filePath("run & <b>"), "-o", page});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QString html = QString::fromUtf8(fileBytes(page));
    for (const char* title :
         {"What was found", "Strength by order", "Start of phase two, by every rule", "Theory beside measurement",
          "Do the interactions generalise?", "Samples that turn to high orders first",
          "Mislabelled against clean samples", "Before training", "How far to trust this", "Every choice"})
      QVERIFY2(html.contains(title), title);
    QVERIFY(html.count("<svg") >= 3);
    // Names from files cannot become markup, and nothing is loaded from elsewhere.
    QVERIFY(!html.contains("<b>, ") && html.contains("&lt;b&gt;"));
    static const QRegularExpression loaded("(src|href)=\"(?!#)");
    QVERIFY(!html.contains(loaded));
    // The computed results lie beside it and are taken up again.
    QVERIFY(QFile::exists(folder_.filePath("report.h5")));
    const Ended again = spindleProgram({"report", folder_.filePath("report.h5"), "-o", page});
    QCOMPARE(again.status, 0);
    QCOMPARE(QString::fromUtf8(fileBytes(page)), html);
  }

 private:
  [[nodiscard]] QString results() const { return folder_.filePath("results.h5"); }
  [[nodiscard]] QList<QList<double>> table(const QStringList& options) const {
    return rowsOf(spindleProgram(QStringList{"show", results()} + options).out);
  }

  QTemporaryDir folder_;
  const QString batch_ = "64";  // a measured one changes from run to run, and the last digits of the scores with it
  std::shared_ptr<ResultsReader> reader_;
  int n_ = 0;
};

QTEST_GUILESS_MAIN(ShowTest)
#include "tst_show.moc"
