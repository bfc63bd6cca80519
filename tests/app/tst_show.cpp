// SPDX-License-Identifier: GPL-3.0-or-later
// What `show`, `figure` and `report` say of a results file, checked against each other and against definitions.
#include "core/store/results_file.h"
#include "tests/app/program.h"
#include "tests/core/store/sample_results.h"

#include <QRegularExpression>
#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace spindle;
using namespace spindle::test;

namespace {

/// Numbers of the table's rows whose first cell is a number, or whose second is one where there are no steps.
QList<QList<double>> rowsOf(const QString& text) {
  QList<QList<double>> rows;
  for (const QString& line : text.split('\n')) {
    const QStringList cells = line.simplified().split(' ');
    bool first = false, second = false;
    (void)cells.front().toDouble(&first);
    if (cells.size() > 2) (void)cells[1].toDouble(&second);
    if (cells.front() == "-" && second) first = true;
    if (!first || (!second && cells.value(1) != "-")) continue;
    QList<double> row;
    for (const QString& cell : cells) row << cell.toDouble();
    rows << row;
  }
  return rows;
}

/// The rows of a tidy table by the names of their columns.
QList<QMap<QString, QString>> csvRows(const QString& file) {
  QList<QMap<QString, QString>> rows;
  const QStringList lines = QString::fromUtf8(fileBytes(file)).split('\n', Qt::SkipEmptyParts);
  const QStringList names = lines.value(0).split(',');
  for (qsizetype i = 1; i < lines.size(); ++i) {
    const QStringList cells = lines[i].split(',');
    QMap<QString, QString> row;
    for (qsizetype c = 0; c < names.size(); ++c) row[names[c]] = cells.value(c);
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

  void normalizedStrengthsSumToOne() {
    const auto rows = table({"--normalize", "sum"});
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
      for (int k = 0; k < 2 * n_; ++k)
        QVERIFY(std::abs(both[c][6 + k] - andOnly[c][6 + k] - orOnly[c][6 + k]) <
                1e-6 + 2e-3 * std::abs(both[c][6 + k]));
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
    QVERIFY2(ended.out.contains("Strengths: or, normalization none, salient by T2: 0.05 x largest |I|."),
             qPrintable(ended.out));
    for (const char* rule : {"mean order minimum", "loss gap", "change point"}) QVERIFY(ended.out.contains(rule));
  }

  void matchingErrorsAreWithinTheBound() {
    const QString to = folder_.filePath("matching");
    QCOMPARE(spindleProgram({"analyze", "trust", results(), "--csv", to}).status, 0);
    const auto rows = csvRows(to + "/trust.csv");
    QCOMPARE(rows.size(), 4);
    for (qsizetype c = 0; c < rows.size(); ++c) {
      double range = 0.0;
      for (std::size_t s = 0; s < reader_->header().samples(); ++s) {
        const auto values = reader_->pair(static_cast<std::size_t>(c), s).values;
        range = std::max(range, std::abs(values.values().back() - values.values().front()));
      }
      QVERIFY(rows[c].value("largest_error").toDouble() <= 0.02 * range + 1e-9);
      QVERIFY(rows[c].value("largest_error").toDouble() > 0.0);
      QVERIFY(rows[c].value("explained").toDouble() <= 1.0);
    }
  }

  void shapleyValuesSumToTheScore() {
    const QString to = folder_.filePath("shapley");
    const Ended ended =
        spindleProgram({"analyze", "values", results(), "--sample", "1", "--checkpoint", "2", "--csv", to});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto values = reader_->pair(2, 1).values;
    const auto rows = csvRows(to + "/sample_values.csv");
    QCOMPARE(rows.size(), n_);
    double sum = 0.0;
    for (const auto& row : rows) sum += row.value("shapley").toDouble();
    QVERIFY(std::abs(sum - (values.values().back() - values.values().front())) < 1e-9);
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
    const Ended ended = spindleProgram({"analyze", "all", results(), "--csv", to});
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
    const QString trust = spindleProgram({"analyze", "trust", file}).out;
    QVERIFY2(trust.contains("Over 3 random selections of the variables"), qPrintable(trust));
    QVERIFY(spindleProgram({"analyze", "trust", results()}).out.contains("Not measured over random selections"));
    const QString groups = spindleProgram({"analyze", "generalization", file}).out;
    QVERIFY2(groups.contains("There are 0 clean training samples"), qPrintable(groups));
    for (const char* kind : {"initialization", "sparsity"})
      QCOMPARE(spindleProgram({"figure", file, "--kind", kind, "-o", folder_.filePath("a.svg")}).status, 0);
    QVERIFY(fileBytes(folder_.filePath("a.svg")).contains("custom protocol: masked at the input"));
    // Columns that are all variables cannot be drawn anew.
    const Ended refused = spindleProgram({"extract", golden("tiny"), "-o", folder_.filePath("t.h5"), "--seeds", "2"});
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("nothing to draw anew"), qPrintable(refused.err));
    QVERIFY(!QFile::exists(folder_.filePath("t.h5")));  // said before anything is computed
  }

  void optionsWithoutEffectAreRefused_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char* options, const QStringList& words) {
      QTest::newRow(options) << QString(options).split(' ') << words;
    };
    row("trust --noise 1", {"--noise", "trust"});
    row("theory --sample 0", {"--sample", "theory"});
    row("theory --chart noise", {"--chart", "--figure"});
    row("theory --hatch", {"--hatch", "--figure"});
    row("all --figure unwanted.svg", {"--figure", "all"});
    row("theory --noise 99", {"--noise", "-7 to 2"});
    row("theory --figure unwanted.svg --chart cake", {"cake", "noise"});
    row("theory --figure unwanted.bmp", {"unwanted.bmp", ".svg"});
    row("cake", {"cake", "theory"});
  }
  void optionsWithoutEffectAreRefused() {
    QFETCH(QStringList, options);
    QFETCH(QStringList, words);
    options.insert(1, results());
    const Ended ended = spindleProgram(QStringList{"analyze"} + options, folder_.path());
    QCOMPARE(ended.status, 2);
    QCOMPARE(ended.out, QString());
    QVERIFY2(ended.err.count('\n') == 1 && ended.err.endsWith(".\n"), qPrintable(ended.err));
    for (const QString& word : words) QVERIFY2(ended.err.contains(word), qPrintable(ended.err));
    QVERIFY(QDir(folder_.path()).entryList({"unwanted*"}).isEmpty());
  }

  void aFigureOfAnAnalysisIsWritten() {
    for (const char* options : {"dynamics --chart losses", "theory --chart initialization", "values --sample 1",
                                "salience --chart falloff --at 0", "dynamics --at 0 --hatch --no-note --width 3"}) {
      for (const char* ending : {"svg", "pdf", "png", "tex"}) {
        QStringList arguments = QString(options).split(' ');
        arguments.insert(1, results());
        const QString file = folder_.filePath(QString("figure.%1").arg(ending));
        const Ended ended = spindleProgram(QStringList{"analyze"} + arguments + QStringList{"--figure", file});
        QVERIFY2(ended.status == 0, qPrintable(options + ended.err));
        QVERIFY(QFileInfo(file).size() > 1000);
      }
    }
  }

  void optionsWithAnEffectAreTaken() {
    for (const char* options :
         {"show --kinds and --normalize sum --tie 1 --rise 1 --gap-share 0.1 --factor 0.1",
          "analyze trust --threshold T2 --factor 0.1", "analyze generalization --tie 0.1 --rise 0.2 --factor 0.1",
          "analyze values --sample 0 --checkpoint 1"}) {
      QStringList arguments = QString(options).split(' ');
      arguments.insert(arguments.front() == "show" ? 1 : 2, results());
      const Ended ended = spindleProgram(arguments);
      QVERIFY2(ended.status == 0, qPrintable(options + ended.err));
    }
    const Ended both = spindleProgram({golden("tiny"), "show", results()});
    QCOMPARE(both.status, 2);
    QVERIFY2(both.err.contains("tiny"), qPrintable(both.err));
  }

  /// A run that knows epochs only shows no step.
  void epochsAreNotCalledSteps() {
    const QString table = spindleProgram({"show", results()}).out;
    static const QRegularExpression row("^ *- +10 ", QRegularExpression::MultilineOption);
    QVERIFY2(table.contains(row), qPrintable(table));
    static const QRegularExpression step("[Ss]tep:? *\\d");
    for (const char* view : {"show", "analyze trust", "analyze generalization", "analyze values", "analyze phases"}) {
      const QString text = spindleProgram(QString(view).split(' ') << results()).out;
      QVERIFY2(!text.contains(step), qPrintable(text));
      QVERIFY2(text.contains("epoch") || QString(view).contains("generalization"), qPrintable(text));
    }
    const QString file = folder_.filePath("steps.h5");
    writeSmall(file, 1.0, "steps");
    QVERIFY(spindleProgram({"analyze", "values", file}).out.contains("step 1234567"));
  }

  /// Of a run with small scores nothing is 0 that is not.
  void smallNumbersAreNotZero() {
    const QString file = folder_.filePath("small.h5");
    writeSmall(file, 1e-7, "small");
    const auto rows = rowsOf(spindleProgram({"show", file}).out);
    QCOMPARE(rows.size(), 2);
    for (const auto& row : rows) {
      double sum = 0.0;
      for (int k = 0; k < 4; ++k) sum += std::abs(row[6 + k]);
      QVERIFY(sum > 1e-8 && sum < 1e-5);
    }
    const auto stored = ResultsReader::open(file.toStdString());
    for (const char* view : {"values", "trust"}) {
      const QString text = spindleProgram({"analyze", view, file}).out;
      QVERIFY2(text.contains("e-0"), qPrintable(text));
    }
    // Losses and steps keep what they have.
    QCOMPARE(rows[1][0], 1234567.0);
    QCOMPARE(rows[1][1], 3.25);
    QCOMPARE(rows[1][2], 0.00001234);
  }

  void namesFromFilesDoNotCommandTheTerminal() {
    const QString file = folder_.filePath("loud.h5");
    writeSmall(file, 1.0,
               "loud \x1b]0;title\x07 \xc2\x9b"
               "31m \xe2\x80\xae\r\nfaked line");
    for (const char* view : {"show", "analyze all", "analyze values --sample 1", "analyze values --sample 9"}) {
      QStringList arguments = QString(view).split(' ');
      arguments.insert(arguments.front() == "show" ? 1 : 2, file);
      const Ended ended = spindleProgram(arguments);
      const QString text = ended.out + ended.err;
      QVERIFY2(arguments.contains("9") || text.contains("loud"), qPrintable(text));
      for (const QChar c : text)
        QVERIFY2(c == '\n' || (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format),
                 qPrintable(QString(view) + ": U+" + QString::number(c.unicode(), 16)));
      QVERIFY2(!text.contains("\nfaked"), qPrintable(text));
    }
  }

  /// Options with other types of values than ours, as in a damaged file, are told by name.
  void optionsOfOtherTypesAreRefused() {
    const QString file = folder_.filePath("typed.h5");
    writeSmall(file, 1.0, "typed", R"({"score": 5, "mask_at": [], "protocol": 3, "noise_bound": "x"})");
    for (const QStringList& view :
         {QStringList{"show"}, QStringList{"analyze", "all"}, QStringList{"report", "-o", "t.html"}}) {
      const Ended ended = spindleProgram(view + QStringList{file}, folder_.path());
      QCOMPARE(ended.status, 2);
      QVERIFY2(ended.err.contains("typed.h5 is damaged (its option \"score\" is not a text)"), qPrintable(ended.err));
    }
  }

  void wrongWishesAreTold_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("word");
    QTest::newRow("threshold") << QStringList{"show", results(), "--threshold", "T9"} << "T1";
    QTest::newRow("sample") << QStringList{"analyze", "values", results(), "--sample", "99"} << "99";
    QTest::newRow("checkpoint") << QStringList{"analyze", "values", results(), "--checkpoint", "9"} << "9";
    QTest::newRow("no split") << QStringList{"figure", results(), "--kind", "generalization", "-o", "a.png"}
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
    for (const char* title : {"What was found", "Dynamics", "Phase two", "Theory", "Generalization", "Salience",
                              "Diagnostics", "Shapley values", "Every choice", "mean order minimum"})
      QVERIFY2(html.contains(title), title);
    QVERIFY(html.count("<svg") >= 3);
    // The player has a frame for each checkpoint, and shows the last one without script.
    QCOMPARE(html.count("<div class=\"player\" hidden>"), 1);
    QCOMPARE(html.count("<div class=\"frame\" data-step="), 4);
    static const QRegularExpression shown("<div class=\"frame\" data-step=\"[^\"]*\" data-place=\"([^\"]*)\">");
    QCOMPARE(html.count(shown), 1);
    QVERIFY2(shown.match(html).captured(1).contains("10"), qPrintable(shown.match(html).captured(1)));
    QVERIFY(html.contains("@media print") && html.contains("prefers-color-scheme:dark"));
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

  /// Two checkpoints of two samples and two variables, all scores times `scale`, every name `name`.
  static void writeSmall(const QString& file, double scale, const std::string& name,
                         const std::string& options = R"({"score":"log-odds"})") {
    ResultsHeader header = sampleHeader(2, 2, 2);
    header.run = name;
    header.options = options;
    header.step = {0.0, 1234567.0};
    header.epoch = {0.0, 3.25};
    header.trainLoss = {2.5, 0.00001234};
    header.checkpointNames = {name + "0", name + "1"};
    header.sampleNames = {name, name};
    header.sampleVariables.assign(2, nlohmann::json::array({{{"name", name}}, {{"name", name}}}).dump());
    const auto writer = ResultsWriter::create(file.toStdString(), header);
    for (std::size_t c = 0; c < 2; ++c) {
      auto pairs = samplePairs(2, c, 2);
      for (PairResult& pair : pairs) {
        for (auto* table : {&pair.values, &pair.andPart, &pair.orPart})
          for (double& value : table->values()) value *= scale;
        pair.l1 = 1.0;
        pair.lowerBound = 1.0;
      }
      writer->write(c, pairs, sampleStrength(2, c), sampleThreshold(c));
    }
    writer->finish(samplePhase());
  }

  QTemporaryDir folder_;
  const QString batch_ = "64";  // a measured one changes from run to run, and the last digits of the scores with it
  std::shared_ptr<ResultsReader> reader_;
  int n_ = 0;
};

QTEST_GUILESS_MAIN(ShowTest)
#include "tst_show.moc"
