// SPDX-License-Identifier: GPL-3.0-or-later
// `spindle figure`, what a figure says of how it was made, and the dialog that asks for one.
#include "app/figure_dialog.h"
#include "core/analysis/analysis_list.h"
#include "core/base/user_error.h"
#include "tests/app/program.h"
#include "tests/core/analysis/made_results.h"
#include "ui/figure/embedded_recipe.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>
#include <nlohmann/json.hpp>

using namespace spindle;
using namespace spindle::app;
using namespace spindle::test;

class FigureTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    copyFolder(golden("tiny"), folder_.filePath("tiny"));
    for (const char* name : {"a.h5", "b.h5"}) {
      const Ended ended = spindleProgram({"extract", "tiny", "-o", name}, folder_.path());
      QVERIFY2(ended.status == 0, qPrintable(ended.err));
    }
  }

  void againGivesTheSameBytes_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"pdf", "svg", "eps", "png", "tex"}) {
      QTest::addRow("dynamics, %s", ending) << "--venue icml --column full --hatch" << ending;
      QTest::addRow("salience, %s", ending) << "--kind salience --font serif --palette red-blue --factor 0.1" << ending;
    }
    QTest::newRow("page") << "--page page.json --venue tmlr --no-note"
                          << "pdf";
    QTest::newRow("alpha") << "--kind dynamics --raw --dpi 150 --transparent --tie 0.1"
                           << "png";
    QTest::newRow("an option of an analysis") << "--kind values --sample 2"
                                              << "svg";
    QTest::newRow("a live option") << "--kind context-orders --chart pairs --context-order 1"
                                   << "pdf";
    QTest::newRow("several files") << "b.h5 --kind compare --compare-by epoch"
                                   << "pdf";
    QTest::newRow("a page of several files") << "b.h5 --page several.json --width 6"
                                             << "eps";
    QTest::newRow("outlines") << "--chart losses --outlines --lines 2 --width 3.3"
                              << "svg";
  }
  void againGivesTheSameBytes() {
    QFETCH(QString, options);
    QFETCH(QString, ending);
    writeFile(folder_.filePath("page.json"), R"({"rows": [[{"chart": "mean-order"}, {"chart": "losses"}]]})");
    writeFile(folder_.filePath("several.json"),
              R"({"rows": [[{"chart": "compared"}, {"chart": "losses", "results": 2}], [{"kind": "dynamics"}],
                           [{"kind": "sample", "sample": 1, "top": 2}]]})");
    const QString first = "first." + ending, second = "second." + ending;
    const Ended made = figure(QStringList{"a.h5"} + options.split(' ', Qt::SkipEmptyParts) + QStringList{"-o", first});
    QVERIFY2(made.status == 0 && made.err.isEmpty(), qPrintable(made.err));
    const Ended again = figure({"--again", first, "-o", second});
    QVERIFY2(again.status == 0 && again.err.isEmpty(), qPrintable(again.err));
    QVERIFY(bytes(first).size() > 1000);
    QCOMPARE(bytes(second), bytes(first));
    // The command inside it makes it as well, but for a page, which it cannot hold.
    const auto recipe = nlohmann::json::parse(embeddedRecipe(folder_.filePath(first).toStdString()));
    QStringList words =
        QString::fromStdString(recipe.at("command").get<std::string>()).split(' ', Qt::SkipEmptyParts).mid(1);
    words.back() = "third." + ending;
    words.replaceInStrings(QRegularExpression("^RUN$"), "tiny");
    QCOMPARE(spindleProgram(words, folder_.path()).status, 0);
    QCOMPARE(bytes("third." + ending), bytes(first));
    // Another format from the same figure.
    QCOMPARE(figure({"--again", first, "-o", "other.svg"}).status, 0);
    QVERIFY(bytes("other.svg").contains("<svg"));
  }

  /// What the options are for is seen: another figure than without them.
  void optionsOfAnalysesAreTaken() {
    const auto drawn = [&](const QStringList& options) {
      const Ended made = figure(QStringList{"a.h5"} + options + QStringList{"-o", "drawn.svg"});
      if (made.status != 0) qWarning("%s", qPrintable(made.err));
      const QByteArray all = bytes("drawn.svg");
      return all.mid(all.indexOf("</metadata>"));
    };
    QVERIFY(drawn({"--kind", "values", "--sample", "2"}) != drawn({"--kind", "values"}));
    QVERIFY(drawn({"b.h5", "--kind", "compare"}) != drawn({"b.h5", "--kind", "compare", "--compare-by", "epoch"}));
  }

  /// In the narrowest column, in the widest and on a poster, of results that the program made.
  void nothingLiesOnAnythingElse() {
    const Ended ended = spindleProgram({"extract", "tiny", "-o", "ties.h5", "--ties", "band"}, folder_.path());
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    for (const char* kind : {"ties", "dynamics", "sample"}) {
      for (const QStringList& venue :
           {QStringList{"acl"}, QStringList{"tmlr"}, QStringList{"poster", "--column", "full"}}) {
        const Ended made =
            figure(QStringList{"ties.h5", "--kind", kind, "--check", "-o", "checked.svg", "--venue"} + venue);
        QVERIFY2(made.status == 0, qPrintable(made.err));
        for (const char* word : {"lie on each other", "hard to read", "in wide"})
          QVERIFY2(!made.err.contains(word), qPrintable(kind + (": " + made.err)));
      }
    }
    const Ended wide = figure({"a.h5", "--venue", "icml", "--width", "4", "--check", "-o", "wide.svg"});
    QVERIFY2(wide.status == 0 && wide.err.contains("4 in wide, the column of the venue 3.25 in"), qPrintable(wide.err));
  }

  void nothingTellsWhoMadeItWhere() {
    const QString results = folder_.filePath("a.h5");
    for (const char* ending : {"pdf", "svg", "eps", "png", "tex"}) {
      const QString name = folder_.filePath(QString("told.%1").arg(ending));
      QCOMPARE(figure({results, "-o", name}).status, 0);
      const std::string recipe = embeddedRecipe(name.toStdString());
      QVERIFY(recipe.find(folder_.path().toStdString()) == std::string::npos);
      QVERIFY(!fileBytes(name).contains(folder_.path().toUtf8()));
      QVERIFY(recipe.find("\"a.h5\"") != std::string::npos && recipe.find("sha256") != std::string::npos);
    }
  }

  void otherResultsAreRefused() {
    QCOMPARE(figure({"a.h5", "-o", "of-a.pdf"}).status, 0);
    const Ended other = figure({folder_.filePath("tiny/model.pt"), "--again", "of-a.pdf", "-o", "new.pdf"});
    QCOMPARE(other.status, 2);
    QVERIFY2(other.err.contains("SHA-256"), qPrintable(other.err));
    QTemporaryDir elsewhere;
    QVERIFY(QFile::copy(folder_.filePath("of-a.pdf"), elsewhere.filePath("of-a.pdf")));
    const Ended missing = spindleProgram({"figure", "--again", "of-a.pdf", "-o", "new.pdf"}, elsewhere.path());
    QCOMPARE(missing.status, 2);
    QVERIFY2(missing.err.contains("a.h5") && missing.err.count('\n') == 1, qPrintable(missing.err));
    QCOMPARE(
        spindleProgram({"figure", folder_.filePath("a.h5"), "--again", "of-a.pdf", "-o", "new.pdf"}, elsewhere.path())
            .status,
        0);
    QCOMPARE(fileBytes(elsewhere.filePath("new.pdf")), bytes("of-a.pdf"));
  }

  void wrongWishesAreTold_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* options, const char* word) { QTest::newRow(options) << options << word; };
    row("a.h5 --venue nips", "neurips");
    row("a.h5 --column full", "--venue");
    row("a.h5 --kind cake", "theory");
    row("a.h5 --chart cake", "cake");
    row("a.h5 b.h5 --kind theory", "dynamics");
    row("a.h5 --page none.json", "none.json");
    row("a.h5 --page page.json --kind theory", "--page");
    row("a.h5 --kind theory --raw", "--raw");
    row("--kind theory", "RESULTS.h5");
    row("a.h5 --kind sample --sample 99", "samples 0 to");
    row("a.h5 --sample 1", "--kind sample");
    row("a.h5 b.h5 --kind sample", "dynamics");
    row("a.h5 --kind sample --run none", "none");
    row("a.h5 --kind theory --sample 1", "--kind sample");
    row("a.h5 --kind values --reference best", "--reference has no effect");
    row("a.h5 --kind scales --reference least", "best");
    row("--again page.json", "page.json");
    row("--again first.pdf --hatch", "--again");
  }
  void wrongWishesAreTold() {
    QFETCH(QString, options);
    QFETCH(QString, word);
    const Ended ended = figure(options.split(' ') + QStringList{"-o", "unwanted.pdf"});
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains(word) && ended.err.count('\n') == 1, qPrintable(ended.err));
    QVERIFY(!QFileInfo::exists(folder_.filePath("unwanted.pdf")));
  }

  void severalResultsAreRowsOfOneFigure() {
    QCOMPARE(figure({"a.h5", "-o", "one.png"}).status, 0);
    QCOMPARE(figure({"a.h5", "b.h5", "-o", "two.png", "--data", "two.csv", "--caption", "two.tex"}).status, 0);
    const QImage one(folder_.filePath("one.png")), two(folder_.filePath("two.png"));
    QCOMPARE(one.width(), 1650);
    QCOMPARE(two.width(), 1650);
    QVERIFY(two.height() > 1.5 * one.height());
    QVERIFY(bytes("two.csv").startsWith("run,panel,row,chart,heading,mark,name,x,y,value,low,high,error\n"));
    QVERIFY(bytes("two.csv").contains(",a,strength,") && bytes("two.csv").contains(",b,strength,"));
    QVERIFY(bytes("two.tex").contains("\\caption{"));
  }

  void samplesAreDrawnFromTheRun() {
    // The run lies beside the results, under its name.
    const QStringList sample{"a.h5", "--kind", "sample", "--sample", "1", "--top", "3"};
    for (const char* ending : {"pdf", "svg", "eps", "png", "tex"}) {
      const QString first = QString("sample.%1").arg(ending), second = QString("sample2.%1").arg(ending);
      const Ended made = figure(sample + QStringList{"-o", first});
      QVERIFY2(made.status == 0 && made.err.isEmpty(), qPrintable(made.err));
      QCOMPARE(figure({"--again", first, "-o", second}).status, 0);
      QCOMPARE(bytes(second), bytes(first));
    }
    QTemporaryDir elsewhere;
    QVERIFY(QFile::copy(folder_.filePath("a.h5"), elsewhere.filePath("a.h5")));
    QStringList words = QStringList{"figure"} + sample + QStringList{"-o", "sample.pdf"};
    const Ended alone = spindleProgram(words, elsewhere.path());
    QCOMPARE(alone.status, 2);
    QVERIFY2(alone.err.contains("--run RUN") && alone.err.count('\n') == 1, qPrintable(alone.err));
    words += {"--run", folder_.filePath("tiny")};
    QCOMPARE(spindleProgram(words, elsewhere.path()).status, 0);
    QCOMPARE(fileBytes(elsewhere.filePath("sample.pdf")), bytes("sample.pdf"));
    // A run folder: its results are computed beside the figure.
    const Ended run = figure({"tiny", "--kind", "sample", "-o", "of-run.pdf"});
    QVERIFY2(run.status == 0, qPrintable(run.err));
    QVERIFY(QFileInfo::exists(folder_.filePath("of-run.h5")));
    const Ended film = spindleProgram(
        {"animate", "a.h5", "--kind", "sample", "--size", "320x180", "--seconds", "1", "-o", "frames"}, folder_.path());
    QVERIFY2(film.status == 0, qPrintable(film.err));
  }

  void theDialogShowsWhatTheCommandDraws() {
    RunControl control;
    const auto made = std::make_shared<MadeResults>(5, 6, 8);
    const AnalyzedPtr found = analyzed(made, {}, allAnalyses(), {}, control, {{made, {}}});
    FigureDialog dialog(found, allAnalyses(), nullptr);
    auto* kind = dialog.findChild<QComboBox*>("figureKind");
    auto* venue = dialog.findChild<QComboBox*>("figureVenue");
    auto* preview = dialog.findChild<QLabel*>("figurePreview");
    auto* warnings = dialog.findChild<QLabel*>("figureWarnings");
    QVERIFY(kind != nullptr && venue != nullptr && preview != nullptr && warnings != nullptr);
    QCOMPARE(kind->count(), static_cast<int>(allFigures(allAnalyses()).size()) + 2);
    QVERIFY(venue->count() >= 15);
    QVERIFY(!preview->pixmap(Qt::ReturnByValue).isNull());
    const int before = preview->pixmap(Qt::ReturnByValue).width();
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    venue->setCurrentIndex(venue->findData("icml"));
    QTRY_VERIFY(preview->pixmap(Qt::ReturnByValue).width() < before);
    QVERIFY(dialog.order().style.widthInches == 3.25 && dialog.order().style.font == FigureFont::serif);
    dialog.findChild<QPushButton*>("figureCommand")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QString("spindle figure results.h5 --threshold T1 --order-one merged --venue icml -o figure.pdf"));
    // Wider than the column: told; the venue's own width otherwise.
    auto* inches = dialog.findChild<QDoubleSpinBox*>("figureWidth");
    inches->setValue(4.0);
    QTRY_VERIFY(warnings->text().contains("4 in wide, the column of the venue 3.25 in"));
    QCOMPARE(dialog.order().style.widthInches, 4.0);
    venue->setCurrentIndex(venue->findData("cvpr"));
    QCOMPARE(dialog.order().style.widthInches, 3.28);
    QTRY_VERIFY(!warnings->text().contains("in wide"));
    kind->setCurrentIndex(kind->findData("theory"));
    QCOMPARE(dialog.order().kind, std::string("theory"));
    // A page that is none: told where warnings are, nothing shown.
    dialog.findChild<QPlainTextEdit*>("figurePage")->setPlainText("{");
    for (auto* box : dialog.findChildren<QCheckBox*>()) {
      if (box->text().contains("page")) box->setChecked(true);
    }
    QTRY_VERIFY(warnings->text().contains("JSON"));
    QVERIFY_EXCEPTION_THROWN(dialog.order(), UserError);
    dialog.findChild<QPlainTextEdit*>("figurePage")->setPlainText(R"({"rows": [[{"chart": "losses"}]]})");
    QTRY_VERIFY(!preview->pixmap(Qt::ReturnByValue).isNull());
    QVERIFY(dialog.order().page.has_value());
    // The command reads the page's file: it is saved first, as what the command line reads.
    const QString file = folder_.filePath("of dialog.json");
    QTimer::singleShot(0, this, [file] {
      auto* asked = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
      if (asked == nullptr) return;
      asked->selectFile(file);
      asked->findChild<QLineEdit*>()->setText(file);
      static_cast<QDialog*>(asked)->accept();
    });
    dialog.findChild<QPushButton*>("figureCommand")->click();
    QVERIFY2(QGuiApplication::clipboard()->text().contains("--page '" + file + "'"),
             qPrintable(QGuiApplication::clipboard()->text()));
    QVERIFY(readPagePlan(file.toStdString()) == *dialog.order().page);
    QCOMPARE(figure({"a.h5", "--page", file, "-o", "of-dialog.svg"}).status, 0);
  }

 private:
  [[nodiscard]] Ended figure(const QStringList& words) const {
    return spindleProgram(QStringList{"figure"} + words, folder_.path());
  }
  [[nodiscard]] QByteArray bytes(const QString& name) const { return fileBytes(folder_.filePath(name)); }

  QTemporaryDir folder_;
};

QTEST_MAIN(FigureTest)
#include "tst_figure.moc"
