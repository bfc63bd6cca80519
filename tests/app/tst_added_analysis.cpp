// SPDX-License-Identifier: GPL-3.0-or-later
// An analysis added as CONTRIBUTING tells it: one class and one entry in a list. The command line, the report, the
// figures and the window show it, and no other line of the program knows of it.
#include "app/commands.h"
#include "app/main_window.h"
#include "app/report.h"
#include "core/analysis/analysis_list.h"
#include "core/analysis/figure_charts.h"
#include "core/analysis/series_axis.h"
#include "ui/chart/chart_view.h"
#include "ui/figure/figure_file.h"
#include "ui/panels/analysis_page.h"
#include "ui/panels/analysis_table.h"
#include "ui/panels/analysis_tabs.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

#include <iostream>
#include <sstream>

using namespace spindle;

namespace {

/// How many samples are computed at each checkpoint, times a factor.
class ToyResult : public AnalysisResult {
 public:
  ToyResult(const AnalysisInput& input, const OptionValues& options)
      : results_(input.results), times_(options.value("times", 1.0)) {
    for (const SampleStrengths& samples : input.strengths)
      counts_.push_back(times_ * static_cast<double>(samples.presentSamples()));
  }
  [[nodiscard]] std::vector<AnalysisFinding> findings() const override {
    return {{"Toy", "Counted " + std::to_string(static_cast<int>(counts_.back())) + " toys & more.", {}}};
  }
  [[nodiscard]] std::vector<Chart> charts() const override {
    Chart chart;
    chart.name = "toys";
    chart.title = "Toys over training";
    chart.x = seriesAxis(results_->header());
    chart.y.label = "toys";
    chart.marks.push_back(Line{"", results_->header().step, counts_, {InkKind::measured}, LineStyle::solid, true, {}});
    return {chart};
  }
  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    Chart chart;
    chart.name = "toy-here";
    chart.title = "Toys here";
    chart.x = orderAxis(1);
    chart.marks.push_back(
        Bars{"toys", {1.0}, {counts_[place.checkpoint] + place.live.value("more", 0.0)}, {}, {}, 0, false, {}});
    return {chart};
  }
  [[nodiscard]] std::vector<TableMaker> tables() const override {
    return {{"toy_table", "Toys", [this](RunControl&) {
               Table table("toy_table", "Toys", {seriesColumn(results_->header()), {"toys", "toys"}});
               for (std::size_t c = 0; c < counts_.size(); ++c)
                 table.addRow({results_->header().step[c], counts_[c]}, ChartTarget::checkpoint(c));
               return table;
             }}};
  }

 private:
  std::shared_ptr<const ResultsReader> results_;
  double times_;
  std::vector<double> counts_;
};

class ToyAnalysis : public Analysis {
 public:
  [[nodiscard]] const AnalysisInfo& info() const override {
    static const AnalysisInfo info{
        .name = "toys",
        .title = "Toys",
        .sentence = "How many toys there are",
        .paper = "Ours",
        .options = {{"times", "Times", "How often each counts", OptionKind::count, 1.0, 9.0, 1.0, 1.0},
                    {.name = "more",
                     .title = "More",
                     .tip = "More of them",
                     .low = 0.0,
                     .high = 5.0,
                     .usual = 0.0,
                     .step = 0.5,
                     .invalidates = Level::live}},
        .page = {"toys", "toy-here", "toy_table"},
        .figures = {{"toys",
                     "Toys over training",
                     "Toys over training.",
                     {{"toys"}, {"toy-here"}},
                     FigureInfo::Places::representative}}};
    return info;
  }
  [[nodiscard]] std::shared_ptr<const AnalysisResult> run(const AnalysisInput& input, const OptionValues& options,
                                                          RunControl&) const override {
    return std::make_shared<ToyResult>(input, options);
  }
};

AnalysisList withToys() {
  AnalysisList list = allAnalyses();
  list.push_back(std::make_shared<ToyAnalysis>());
  return list;
}

/// What a command line prints.
std::string printed(const std::vector<std::string>& words) {
  CLI::App app("test");
  app::Action action;
  app::addAnalyzeCommand(app, action, withToys());
  app::addFigureCommand(app, action, withToys());
  std::vector<const char*> argv{"spindle"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  app.parse(static_cast<int>(argv.size()), argv.data());
  std::ostringstream out;
  std::streambuf* before = std::cout.rdbuf(out.rdbuf());
  const int status = action();
  std::cout.rdbuf(before);
  return status == app::done ? out.str() : "status " + std::to_string(status);
}

}  // namespace

class AddedAnalysisTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    // Results of the program itself: the window opens files.
    CLI::App app("test");
    app::Action action;
    app::addExtractCommand(app, action);
    const std::string run = SPINDLE_GOLDEN_DIR "/app/tiny";
    const char* argv[] = {"spindle", "extract", run.c_str(), "-o", file_.c_str()};
    app.parse(5, argv);
    QCOMPARE(action(), static_cast<int>(app::done));
  }

  void theCommandLineKnowsIt() {
    QVERIFY(QString::fromStdString(printed({"analyze"})).contains("How many toys there are"));
    const QString once = QString::fromStdString(printed({"analyze", "toys", file_}));
    QVERIFY2(once.contains("Counted 6 toys & more.") && once.contains("toys"), qPrintable(once));
    const QString thrice = QString::fromStdString(printed({"analyze", "toys", file_, "--times", "3"}));
    QVERIFY2(thrice.contains("Counted 18 toys"), qPrintable(thrice));
    const std::string csv = folder_.filePath("csv").toStdString(), svg = folder_.filePath("toys.svg").toStdString();
    QVERIFY(QString::fromStdString(printed({"analyze", "all", file_, "--csv", csv})).contains("toy_table.csv"));
    QFile table(folder_.filePath("csv/toy_table.csv"));
    QVERIFY(table.open(QIODevice::ReadOnly) && table.readLine() == "run,step,toys\n");
    QCOMPARE(printed({"figure", file_, "--kind", "toys", "-o", svg}), std::string());
    QVERIFY(QFileInfo(folder_.filePath("toys.svg")).size() > 1000);
  }

  void theReportHasASectionOfIt() {
    RunControl control;
    const QString html =
        QString::fromStdString(app::htmlReport(ResultsReader::open(file_), file_, withToys(), control));
    for (const char* part : {"<h2>Toys</h2>", "Counted 6 toys &amp; more.", "Toys over training.", "<summary>Toys"})
      QVERIFY2(html.contains(part), part);
  }

  void theWindowHasAPageOfIt() {
    app::MainWindow window({folder_.filePath("cache").toStdString(), folder_.filePath("settings.ini"), withToys()});
    window.show();
    window.open(file_);
    QTRY_VERIFY_WITH_TIMEOUT(window.session().analysis() != nullptr, 60000);
    auto* tabs = window.findChild<AnalysisTabs*>();
    AnalysisPage* page = tabs->page("toys");
    QVERIFY(page != nullptr);
    tabs->openPage(tabs->indexOf(page));
    QCOMPARE(tabs->tabText(tabs->indexOf(page)), QString("Toys"));
    QVERIFY(page->findChild<QLabel*>("toysFindings")->text().contains("Counted 6 toys &amp; more."));
    QCOMPARE(std::get<Line>(page->chart("toys")->chart().marks.front()).y.back(), 6.0);
    QVERIFY(page->chart("toys")->isVisible() && page->chart("toy-here")->isVisible());
    QVERIFY(page->table("toy_table")->isVisible() && !page->chart("toy_table")->isVisible());
    // A live option changes the chart at once, another one the result.
    const auto here = [page] { return std::get<Bars>(page->chart("toy-here")->chart().marks.front()).y.front(); };
    page->findChild<QSlider*>("toys.more")->setValue(4);
    QCOMPARE(here(), 8.0);
    page->findChild<QSpinBox*>("toys.times")->setValue(2);
    QTRY_COMPARE(here(), 14.0);
    // A click on a row of its table moves the playhead.
    window.playhead().moveTo(0);
    emit page->table("toy_table")->cellClicked(2, 0);
    QCOMPARE(window.playhead().spot().lower, std::size_t{2});
  }

 private:
  QTemporaryDir folder_;
  std::string file_ = folder_.filePath("results.h5").toStdString();
};

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  AddedAnalysisTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_added_analysis.moc"
