// SPDX-License-Identifier: GPL-3.0-or-later
// Every figure of every analysis as a page. SPINDLE_CHART_FOLDER=folder keeps the pictures to look at.
#include "core/analysis/analysis_list.h"
#include "core/base/user_error.h"
#include "core/results/open_results.h"
#include "core/results/stored_choices.h"
#include "tests/core/analysis/made_results.h"
#include "ui/chart/math_runs.h"
#include "ui/colors/color_vision.h"
#include "ui/figure/dynamics_figure.h"
#include "ui/figure/embedded_recipe.h"
#include "ui/figure/figure_file.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/figure_warnings.h"
#include "ui/figure/json_file.h"
#include "ui/figure/page_layout.h"
#include "ui/figure/page_plan.h"
#include "ui/figure/venue.h"

#include <QDir>
#include <QGuiApplication>
#include <QImage>
#include <QImageReader>
#include <QPainter>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace spindle;
using spindle::test::MadeResults;

class FiguresTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void everyFigureIsDrawn_data();
  void everyFigureIsDrawn();
  void placesAreAsAsked();
  void panelsShareWhatIsTheSame();
  void panelsDoNotOverlap();
  void pdfHasItsSizeAndFonts();
  void badNamesAreRefused();
  void nothingToDrawIsSaid();
  void grayPrintCanTellSigns();
  void svgIsWellFormedWhateverTheRunIsCalled_data();
  void svgIsWellFormedWhateverTheRunIsCalled();
  void onlyFiguresAreReplaced();
  void venuesHaveTheirWidthsAndSizes_data();
  void venuesHaveTheirWidthsAndSizes();
  void everyFormatHasTheWidthOfItsVenue_data();
  void everyFormatHasTheWidthOfItsVenue();
  void textsDoNotOverlapInAnyVenue_data();
  void textsDoNotOverlapInAnyVenue();
  void serifIsEmbeddedWithItalics();
  void ownVenuesAreReadAndChecked();
  void dynamicsHasAPanelForEachPhase();
  void severalResultsAreRows();
  void pagesAreComposed();
  void badPagesAreRefused_data();
  void badPagesAreRefused();
  void sameInputSameBytes_data();
  void sameInputSameBytes();
  void epsIsDrawnByOtherPrograms();
  void texHasTheWidthThatWasAsked();
  void smallPrintHasTheSignsOfPrint();
  void dataAndCaptionSayWhatIsShown();
  void warningsTellWhatIsWrong();
  void colorBlindReadersAreThoughtOf();

 private:
  [[nodiscard]] FigurePage dynamics() const {
    const std::vector<AnalyzedPtr> files{results_};
    return figurePage(dynamicsFigure(files), *results_);
  }
  [[nodiscard]] FigurePage page(const std::string& figure, const std::vector<std::size_t>& places = {}) const {
    return figurePage(figureCharts(*results_, figureNamed(allAnalyses(), figure), places), *results_);
  }
  AnalyzedPtr results_;
};

namespace {

QString output(const QString& name) {
  const QString folder = qEnvironmentVariable("SPINDLE_CHART_FOLDER", QStringLiteral("figures"));
  QDir().mkpath(folder);
  return folder + "/" + name;
}

FigureStyle width(double inches) {
  FigureStyle style;
  style.widthInches = inches;
  return style;
}

PageLayout layoutOf(const FigurePage& page, const FigureStyle& style) {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  return layOut(FigureCanvas(painter, style), page, style);
}

/// Share of pixels that are not white.
double inked(const QImage& image) {
  qint64 dark = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) dark += image.pixel(x, y) != qRgb(255, 255, 255);
  }
  return static_cast<double>(dark) / (static_cast<double>(image.width()) * image.height());
}

/// What a file says of its width, in inches; NaN where it says nothing.
double toldInches(const QByteArray& bytes, const QString& ending) {
  if (ending == "png") {
    QImageReader::setAllocationLimit(0);  // posters
    const QImage image = QImage::fromData(bytes);
    return image.width() / (0.0254 * image.dotsPerMeterX());
  }
  const QMap<QString, QPair<const char*, double>> told{{"pdf", {"/MediaBox \\[0 0 ([0-9.]+) ", 72.0}},
                                                       {"svg", {"<svg width=\"([0-9.]+)mm\"", 25.4}},
                                                       {"eps", {"%%HiResBoundingBox: 0 0 ([0-9.]+) ", 72.0}},
                                                       {"tex", {"\\(0,0\\) rectangle \\(([0-9.]+)bp,", 72.0}}};
  const auto match = QRegularExpression(told[ending].first).match(QString::fromLatin1(bytes));
  // Figures too wide for TeX's lengths are drawn small and enlarged.
  static const QRegularExpression scale("scalebox\\{([0-9.]+)\\}");
  const auto enlarged = scale.match(QString::fromLatin1(bytes));
  const double factor = enlarged.hasMatch() ? enlarged.captured(1).toDouble() : 1.0;
  return match.hasMatch() ? factor * match.captured(1).toDouble() / told[ending].second : std::nan("");
}

QString toolOutput(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.start(program, arguments);
  process.waitForFinished();
  return QString::fromUtf8(process.readAllStandardOutput());
}

}  // namespace

/// With SPINDLE_FIGURE_RESULTS, of that results file, and others beside it after colons, for every_figure.sh and
/// overlaps with real names.
void FiguresTest::initTestCase() {
  RunControl control;
  std::vector<OtherFile> given;
  for (const QString& name : qEnvironmentVariable("SPINDLE_FIGURE_RESULTS").split(':', Qt::SkipEmptyParts))
    given.push_back({openResults(name.toStdString()), name.toStdString()});
  if (!given.empty()) {
    const OtherFile& first = given.front();
    const AnalysisChoices choices{storedSalience(first.results->header()), {}, {}};
    results_ = analyzed(first.results, first.file, allAnalyses(), choices, control, {given.begin() + 1, given.end()});
    return;
  }
  const auto made = std::make_shared<MadeResults>(5, 6, 8);
  results_ = analyzed(made, {}, allAnalyses(), {}, control, {{made, {}}});
}

void FiguresTest::everyFigureIsDrawn_data() {
  QTest::addColumn<QString>("figure");
  QTest::addColumn<double>("inches");
  for (const NamedFigure& one : allFigures(allAnalyses())) {
    const std::string& name = one.figure.name;
    QTest::addRow("%s, full width", name.c_str()) << QString::fromStdString(name) << 5.5;
    QTest::addRow("%s, one column", name.c_str()) << QString::fromStdString(name) << 3.25;
  }
}

void FiguresTest::everyFigureIsDrawn() {
  QFETCH(QString, figure);
  QFETCH(double, inches);
  const FigurePage drawn = page(figure.toStdString());
  // Made-up results have no files with both ends of the tie-break beside them, are of one network, of no table and of
  // no moving bodies.
  const bool elsewhere =
      figure == "ties" || figure == "shared" || figure.startsWith("shape") || figure.startsWith("bod");
  QCOMPARE(drawn.figure.missing().has_value(), elsewhere);
  if (elsewhere) return;
  for (const char* ending : {"png", "pdf", "svg", "eps", "tex"}) {
    const QString file = output(QString("%1-%2.%3").arg(figure).arg(inches).arg(ending));
    writeFigure(drawn, width(inches), file.toStdString());
    QVERIFY(QFileInfo(file).size() > 1000);
  }
  const QImage image(output(QString("%1-%2.png").arg(figure).arg(inches)));
  QCOMPARE(image.width(), static_cast<int>(std::lround(inches * 300)));
  QVERIFY(inked(image) > 0.01);
  // Nothing touches the edges: no text is cut off.
  for (int x = 0; x < image.width(); ++x) {
    QCOMPARE(image.pixel(x, 0), qRgb(255, 255, 255));
    QCOMPARE(image.pixel(x, image.height() - 1), qRgb(255, 255, 255));
  }
  for (int y = 0; y < image.height(); ++y) {
    QCOMPARE(image.pixel(0, y), qRgb(255, 255, 255));
    QCOMPARE(image.pixel(image.width() - 1, y), qRgb(255, 255, 255));
  }
}

void FiguresTest::placesAreAsAsked() {
  const FigurePage five = page("strength", {0, 2, 5});
  QCOMPARE(five.figure.rows.front().size(), std::size_t{3});
  QCOMPARE(five.figure.rows.front()[1].heading.substr(0, 7), std::string("step 15"));
  // Nobody chose: the first, the last and the start of phase two are among them.
  const FigurePage usual = page("strength");
  QVERIFY(usual.figure.rows.front().size() >= 3);
  QCOMPARE(usual.figure.rows.front().front().heading.substr(0, 6), std::string("step 0"));
  QVERIFY(usual.figure.rows.front().back().heading.starts_with("step 1023"));
}

void FiguresTest::panelsShareWhatIsTheSame() {
  // Own scales: each panel has its ticks; the labels of the axes stand once.
  const FigurePage strengths = page("strength", {0, 2, 5});
  const PageLayout own = layoutOf(strengths, width(5.5));
  QCOMPARE(own.rows.front().xLabel.left(20), QString("order of interaction"));
  QCOMPARE(own.rows.front().yLabel, QString("strength"));
  for (const auto& panel : own.rows.front().panels)
    QVERIFY(panel.chart.yTicks && !panel.chart.y && !panel.chart.yLabel);
  QCOMPARE(own.rows.front().legend.size(), std::size_t{4});
  // A shared scale: ticks at the left only, the same range everywhere.
  const FigurePage theory = page("theory");
  const PageLayout shared = layoutOf(theory, width(5.5));
  const auto& panels = shared.rows.front().panels;
  QVERIFY(panels.size() > 1 && panels[0].chart.yTicks && !panels[1].chart.yTicks);
  QVERIFY(panels[0].chart.y->high == panels[1].chart.y->high);
  // Losses below the mean order: one label of training, below both, and plots that begin at the same x.
  const FigurePage dynamics = page("mean-order");
  const PageLayout below = layoutOf(dynamics, width(5.5));
  QVERIFY(!below.rows[0].panels.front().chart.xLabel && below.rows[1].panels.front().chart.xLabel);
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter);
  const auto left = [&](const PageLayout::Row& row) {
    return valueArea(canvas, row.panels.front().frame, row.panels.front().chart).left();
  };
  QVERIFY(std::abs(left(below.rows[0]) - left(below.rows[1])) < 1e-9);
}

void FiguresTest::panelsDoNotOverlap() {
  for (const NamedFigure& one : allFigures(allAnalyses())) {
    for (const double inches : {1.0, 2.0, 3.25, 5.5, 20.0}) {
      const FigurePage drawn = page(one.figure.name);
      const PageLayout layout = layoutOf(drawn, width(inches));
      std::vector<QRectF> boxes;
      for (const auto& row : layout.rows) {
        if (row.legendBox.height() > 0) boxes.push_back(row.legendBox);
        for (const auto& panel : row.panels) boxes.push_back(panel.frame);
      }
      const QRectF paper(QPointF(0, 0), layout.size);
      for (std::size_t i = 0; i < boxes.size(); ++i) {
        QVERIFY2(paper.contains(boxes[i]), one.figure.name.c_str());
        for (std::size_t j = 0; j < i; ++j)
          QVERIFY2(!boxes[i].adjusted(0.01, 0.01, -0.01, -0.01).intersects(boxes[j]), one.figure.name.c_str());
      }
    }
  }
}

void FiguresTest::pdfHasItsSizeAndFonts() {
  const QString file = output("fonts.pdf");
  writeFigure(page("strength", {0, 3, 5}), width(5.5), file.toStdString());
  const QString info = toolOutput("pdfinfo", {file});
  QVERIFY2(info.contains("Page size:       396 x"), qPrintable(info));
  const QString fonts = toolOutput("pdffonts", {file});
  QVERIFY2(fonts.contains("DejaVu") && fonts.contains("TrueType") && !fonts.contains("Type 3"), qPrintable(fonts));
  QCOMPARE(toolOutput("pdfimages", {"-list", file}).trimmed().split('\n').size(), 2);  // the header only
  const QString text = toolOutput("pdftotext", {file, "-"});
  QVERIFY2(text.contains("order of interaction") && text.contains("step 1023"), qPrintable(text));
}

void FiguresTest::badNamesAreRefused() {
  QTemporaryDir folder;
  const FigurePage drawn = page("mean-order");
  for (const char* name : {"fig.bmp", "fig", "none/fig.pdf"})
    QVERIFY_EXCEPTION_THROWN(writeFigure(drawn, {}, folder.filePath(name).toStdString()), UserError);
  QVERIFY_EXCEPTION_THROWN(figureNamed(allAnalyses(), "pie"), UserError);
  const auto list = allAnalyses();
  QVERIFY_EXCEPTION_THROWN(chartNamed(*results_, list.front(), "pie", std::nullopt), UserError);
  QCOMPARE(chartNamed(*results_, list.front(), "losses", std::nullopt).flat().size(), std::size_t{1});
  QCOMPARE(chartNamed(*results_, list.front(), "", std::nullopt).name, std::string("strength"));
}

void FiguresTest::nothingToDrawIsSaid() {
  // No phase two can be found with this rise: there is nothing for the theory to speak of.
  RunControl control;
  AnalysisChoices choices;
  choices.phases.rise = 9.0;
  const AnalyzedPtr none = withChoices(results_, allAnalyses(), choices, control);
  const FigurePage empty = figurePage(figureCharts(*none, figureNamed(allAnalyses(), "theory")), *none);
  try {
    figureBytes(empty, {}, "theory.svg");
    QFAIL("drawn");
  } catch (const UserError& error) {
    QVERIFY2(QString(error.what()).contains("phase two"), error.what());
  }
}

void FiguresTest::grayPrintCanTellSigns() {
  FigureStyle style = width(3);
  writeFigure(page("strength", {5}), style, output("plain.png").toStdString());
  style.hatchNegative = true;
  writeFigure(page("strength", {5}), style, output("hatched.png").toStdString());
  QVERIFY(QImage(output("plain.png")) != QImage(output("hatched.png")));
}

void FiguresTest::svgIsWellFormedWhateverTheRunIsCalled_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("title");
  QTest::newRow("signs of XML") << "ResNet-18 & CIFAR (lr < 0.1)"
                                << "ResNet-18 & CIFAR (lr < 0.1)";
  QTest::newRow("a script") << "x<script>alert(1)</script>"
                            << "x<script>alert(1)</script>";
  QTest::newRow("control characters") << QString("a\x1b[31m\x07z") << "a?[31m?z";
  QTest::newRow("plain") << "LeNet"
                         << "LeNet";
}

void FiguresTest::svgIsWellFormedWhateverTheRunIsCalled() {
  QFETCH(QString, name);
  QFETCH(QString, title);
  FigurePage drawn = page("strength", {0, 3});
  drawn.run = name.toStdString();
  const QByteArray svg = figureBytes(drawn, {}, "figure.svg");
  QVERIFY(!svg.contains("<script"));
  QXmlStreamReader reader(svg);
  QString found;
  while (!reader.atEnd()) {
    if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("title"))
      found = reader.readElementText();
  }
  QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
  QCOMPARE(found, title);
}

void FiguresTest::onlyFiguresAreReplaced() {
  QTemporaryDir folder;
  const FigurePage drawn = page("mean-order");
  for (const char* ending : {"pdf", "svg", "eps", "png", "tex"}) {
    const QString name = folder.filePath(QString("thesis.%1").arg(ending));
    QFile foreign(name);
    QVERIFY(foreign.open(QIODevice::WriteOnly));
    foreign.write("my thesis");
    foreign.close();
    QVERIFY_EXCEPTION_THROWN(writeFigure(drawn, {}, name.toStdString()), UserError);
    QCOMPARE(QFileInfo(name).size(), 9);
    QVERIFY(QFile::remove(name));
    writeFigure(drawn, {}, name.toStdString());
    writeFigure(drawn, {}, name.toStdString());
    QVERIFY(QFileInfo(name).size() > 1000);
  }
  QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 5);
}

void FiguresTest::venuesHaveTheirWidthsAndSizes_data() {
  QTest::addColumn<QString>("venue");
  QTest::addColumn<bool>("full");
  for (const Venue& venue : knownVenues()) {
    QTest::addRow("%s, column", venue.name.c_str()) << QString::fromStdString(venue.name) << false;
    QTest::addRow("%s, full", venue.name.c_str()) << QString::fromStdString(venue.name) << true;
  }
}

void FiguresTest::venuesHaveTheirWidthsAndSizes() {
  QFETCH(QString, venue);
  QFETCH(bool, full);
  const Venue& known = venueNamed(knownVenues(), venue.toStdString());
  const FigureStyle style = styled({}, known, full);
  const FigurePage drawn = dynamics();
  const QByteArray pdf = figureBytes(drawn, style, "a.pdf");
  // The page box in points; 72 to the inch.
  static const QRegularExpression box("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]");
  const auto match = box.match(QString::fromLatin1(pdf));
  QVERIFY(match.hasMatch());
  const double inches = full ? known.fullInches : known.columnInches;
  QVERIFY2(std::abs(match.captured(1).toDouble() - 72.0 * inches) < 0.01, qPrintable(match.captured(1)));
  double largest = 0.0, smallest = 1e9;
  for (const PlacedText& text : placedTexts(drawn, style)) {
    largest = std::max(largest, text.points);
    smallest = std::min(smallest, text.points);
  }
  QVERIFY(std::abs(largest - known.labelPoints) < 0.05);
  QVERIFY2(smallest > 5.9, qPrintable(QString::number(smallest)));
}

void FiguresTest::everyFormatHasTheWidthOfItsVenue_data() {
  textsDoNotOverlapInAnyVenue_data();
}

/// With SPINDLE_ALL_VENUES, for all venues, and the files stay for open_figures.sh.
void FiguresTest::everyFormatHasTheWidthOfItsVenue() {
  QFETCH(QString, figure);
  const FigurePage drawn = figure.isEmpty() ? dynamics() : page(figure.toStdString());
  if (drawn.figure.missing()) return;
  const bool all = qEnvironmentVariableIsSet("SPINDLE_ALL_VENUES");
  for (const Venue& venue : knownVenues()) {
    if (!all && venue.name != "cvpr") continue;
    for (const bool full : {false, true}) {
      if (full && (!all || !venue.twoColumns())) continue;
      const FigureStyle style = styled({}, venue, full);
      for (const QString ending : {"pdf", "svg", "eps", "png", "tex"}) {
        const QString name = QString("%1-%2-%3.%4")
                                 .arg(figure.isEmpty() ? "dynamics" : figure, QString::fromStdString(venue.name),
                                      full ? "full" : "column", ending);
        const QByteArray bytes = figureBytes(drawn, style, name.toStdString());
        const double inches = toldInches(bytes, ending);
        // Half a pixel of a PNG; points and millimeters have two digits.
        const double slack = ending == "png" ? 0.5 / style.pngDpi + 0.001 : 0.0003;
        QVERIFY2(std::abs(inches - style.widthInches) < slack, qPrintable(name + QString(": %1").arg(inches)));
        if (!all) continue;
        QFile kept(output(name));
        QVERIFY(kept.open(QIODevice::WriteOnly) && kept.write(bytes) == bytes.size());
      }
    }
  }
}

void FiguresTest::textsDoNotOverlapInAnyVenue_data() {
  QTest::addColumn<QString>("figure");
  QTest::addRow("dynamics") << "";
  for (const NamedFigure& one : allFigures(allAnalyses()))
    QTest::addRow("%s", one.figure.name.c_str()) << QString::fromStdString(one.figure.name);
}

void FiguresTest::textsDoNotOverlapInAnyVenue() {
  QFETCH(QString, figure);
  const FigurePage drawn = figure.isEmpty() ? dynamics() : page(figure.toStdString());
  if (drawn.figure.missing()) return;
  for (const Venue& venue : knownVenues()) {
    for (const bool full : {false, true}) {
      const FigureStyle style = styled({}, venue, full);
      const std::vector<PlacedText> texts = placedTexts(drawn, style);
      const QRectF paper(QPointF(0, 0), pageSize(drawn, style));
      for (const PlacedText& text : texts)
        QVERIFY2(paper.contains(text.box), qPrintable(text.text + " in " + QString::fromStdString(venue.name)));
      for (const auto& [a, b] : overlappingTexts(texts))
        QVERIFY2(false,
                 qPrintable(QString("%1 (%2): \"%3\" and \"%4\"")
                                .arg(QString::fromStdString(venue.name), full ? "full" : "column", a.text, b.text)));
    }
  }
}

void FiguresTest::serifIsEmbeddedWithItalics() {
  const QString file = output("serif.pdf");
  writeFigure(page("values"), styled({}, venueNamed(knownVenues(), "icml"), true), file.toStdString());
  const QString fonts = toolOutput("pdffonts", {file});
  QVERIFY2(fonts.contains("LiberationSerif-Italic") || fonts.contains("LiberationSerif"), qPrintable(fonts));
  QVERIFY2(!fonts.contains("Type 3") && fonts.contains("TrueType"), qPrintable(fonts));
  for (const QString& line : fonts.split('\n').mid(2)) {
    if (!line.trimmed().isEmpty()) QVERIFY2(line.contains(" yes "), qPrintable(line));
  }
  FigurePage math = page("mean-order");
  math.figure.rows.front().front().y.label = "v(N) in 10\u00b3 and |I|, not A word or T1";
  writeFigure(math, styled({}, venueNamed(knownVenues(), "icml"), true), output("serif-math.pdf").toStdString());
  QVERIFY(toolOutput("pdffonts", {output("serif-math.pdf")}).contains("LiberationSerif-Italic"));
  const std::vector<TextRun> runs = mathRuns("v(N) in 10\u00b3 and T1");
  QCOMPARE(runs.size(), std::size_t{6});
  QVERIFY(runs[0] == (TextRun{"v", true, false}) && runs[2] == (TextRun{"N", true, false}));
  QVERIFY(runs[4] == (TextRun{"3", false, true}) && runs[5] == (TextRun{" and T1", false, false}));
}

void FiguresTest::ownVenuesAreReadAndChecked() {
  QTemporaryDir folder;
  const auto read = [&](const char* text) {
    QFile file(folder.filePath("venues.json"));
    if (file.open(QIODevice::WriteOnly)) file.write(text);
    file.close();
    return readVenues(folder.filePath("venues.json").toStdString());
  };
  const auto own = read(R"({"thesis": {"column": 4.5, "labels": 11, "font": "sans"}})");
  QCOMPARE(own.size(), std::size_t{1});
  QVERIFY(own[0].columnInches == 4.5 && own[0].fullInches == 4.5 && own[0].labelPoints == 11.0);
  QVERIFY(own[0].tickPoints == 7.0 && own[0].font == FigureFont::sans);
  for (const char* bad : {R"({"a": {}})", R"({"a": {"column": "wide"}})", R"({"a": {"column": 5, "height": 3}})",
                          R"({"a": {"column": 5, "font": "comic"}})", R"({"a": {"column": 5, "full": 3}})", "[]", "{"})
    QVERIFY_EXCEPTION_THROWN(read(bad), UserError);
  QVERIFY_EXCEPTION_THROWN(venueNamed(knownVenues(), "nips"), UserError);
}

void FiguresTest::dynamicsHasAPanelForEachPhase() {
  const FigurePage drawn = dynamics();
  QCOMPARE(drawn.figure.rows.size(), std::size_t{1});
  const auto& charts = drawn.figure.rows.front();
  const auto start = results_->phases->meanOrder.checkpoint;
  QVERIFY(start.has_value());
  const std::vector<std::size_t> shown = dynamicsCheckpoints(*results_);
  QVERIFY(std::find(shown.begin(), shown.end(), *start) != shown.end());
  QCOMPARE(shown.front(), std::size_t{0});
  QCOMPARE(charts.size(), shown.size() + 1);
  // The gap comes last, with the marker; headings cover all bars and nothing else.
  QCOMPARE(charts.back().name, std::string("gap"));
  QVERIFY(std::any_of(charts.back().marks.begin(), charts.back().marks.end(),
                      [](const Mark& mark) { return std::holds_alternative<Rule>(mark); }));
  std::size_t covered = 0;
  for (const FigureLine::Span& span : drawn.figure.lines.front().spans) {
    QCOMPARE(span.first, covered);
    covered += span.count;
  }
  QCOMPARE(covered, shown.size());
  // Shares add up to 1 in each panel, both signs together.
  for (std::size_t i = 0; i < shown.size(); ++i) {
    double sum = 0.0;
    for (const Mark& mark : charts[i].marks) {
      if (const auto* bars = std::get_if<Bars>(&mark))
        for (const double y : bars->y) sum += std::abs(y);
    }
    QVERIFY(std::abs(sum - 1.0) < 1e-9);
  }
  const PageLayout wide = layoutOf(drawn, width(5.5));
  QCOMPARE(wide.rows.size(), std::size_t{2});
  QCOMPARE(wide.rows[0].box.top(), wide.rows[1].box.top());
  const PageLayout narrow = layoutOf(drawn, width(3.0));
  QVERIFY(narrow.rows[1].box.top() >= narrow.rows[0].box.bottom());
  // By hand, and in strengths.
  const std::vector<AnalyzedPtr> files{results_};
  QCOMPARE(dynamicsFigure(files, {{0, 1023}, false}).rows.front().size(), std::size_t{3});
  QVERIFY(dynamicsFigure(files, {{}, true}).ownScales);
}

void FiguresTest::severalResultsAreRows() {
  const std::vector<AnalyzedPtr> files{results_, results_, results_};
  const FigurePage drawn = figurePage(dynamicsFigure(files), *results_);
  const PageLayout layout = layoutOf(drawn, width(5.5));
  QCOMPARE(layout.rows.size(), std::size_t{6});
  // Axes are labeled below the last row alone, the legend stands once, and panels stand below each other.
  for (std::size_t r = 0; r < 6; ++r) {
    QCOMPARE(layout.rows[r].legend.empty(), r != 0);
    const bool last = r >= 4;
    QCOMPARE(!layout.rows[r].xLabel.isEmpty() || layout.rows[r].panels.front().chart.xLabel, last);
    QCOMPARE(layout.rows[r].panels.front().frame.left(), layout.rows[r % 2].panels.front().frame.left());
  }
}

void FiguresTest::pagesAreComposed() {
  const char* const text = R"~({"rows": [[{"chart": "mean-order"}, {"chart": "losses", "width": 2}],
    {"title": "later", "panels": [{"kind": "strength", "steps": [0, 1023], "letter": "(x)"},
                                  {"kind": "theory", "chart": "noise", "heading": "N"}]}]})~";
  const PagePlan plan = pagePlanFrom(jsonObject(text, "page"), "page");
  QVERIFY(pagePlanFrom(asJson(plan), "again") == plan);
  QCOMPARE(analysesFor(plan, allAnalyses()).size(), std::size_t{2});
  const std::vector<AnalyzedPtr> files{results_};
  const FigureCharts made = composedPage(plan, files, allAnalyses());
  QCOMPARE(made.rows.size(), std::size_t{2});
  QCOMPARE(made.rows[1].size(), std::size_t{3});
  QCOMPARE(made.lines[0].letters, (std::vector<std::string>{"a", "b"}));
  QCOMPARE(made.lines[1].letters, (std::vector<std::string>{"(x)", "", "d"}));
  QCOMPARE(made.rows[1][2].heading, std::string("N"));
  const FigurePage drawn = figurePage(made, *results_);
  const PageLayout layout = layoutOf(drawn, width(6.0));
  const double first = layout.rows[0].panels.front().frame.width(),
               second = layout.rows[1].panels.front().frame.width();
  QVERIFY(second > 1.4 * first);
  // Bars of the figure "strength" have scales of their own; letters stand at the left of what they name.
  QVERIFY(made.lines[1].ownScales && !made.lines[0].ownScales);
  for (const auto& row : layout.rows) QCOMPARE(row.panels.front().letterLeft, row.box.left());
  writeFigure(drawn, width(6.0), output("composed.png").toStdString());
  // The papers' figure is a panel as well: all its charts, with their headings, after what stands before it.
  const PagePlan papers = pagePlanFrom(
      jsonObject(R"({"rows": [[{"chart": "losses"}, {"kind": "dynamics", "width": 0.5}]]})", "page"), "page");
  QVERIFY(pagePlanFrom(asJson(papers), "again") == papers);
  const FigureCharts whole = composedPage(papers, files, allAnalyses());
  const FigureCharts alone = dynamicsFigure(files);
  QCOMPARE(whole.rows[0].size(), alone.rows[0].size() + 1);
  QCOMPARE(whole.lines[0].spans.front().first, std::size_t{1});
  QCOMPARE(whole.lines[0].widths.back(), 1.0);
  try {
    composedPage(pagePlanFrom(jsonObject(R"({"rows": [[{"kind": "sample"}]]})", "page"), "page"), files, allAnalyses());
    QFAIL("drawn");
  } catch (const UserError& error) {
    QVERIFY2(QString(error.what()).contains("--run RUN"), error.what());
  }
}

void FiguresTest::badPagesAreRefused_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("word");
  QTest::newRow("no rows") << "{}"
                           << "rows";
  QTest::newRow("a key") << R"({"rows": [[{"chart": "losses"}]], "color": 1})"
                         << "color";
  QTest::newRow("no chart") << R"({"rows": [[{"steps": [1]}]]})"
                            << "panel 1";
  QTest::newRow("a chart") << R"({"rows": [[{"chart": "cake"}]]})"
                           << "cake";
  QTest::newRow("a kind") << R"({"rows": [[{"kind": "cake"}]]})"
                          << "theory";
  QTest::newRow("a step") << R"({"rows": [[{"kind": "strength", "steps": ["x"]}]]})"
                          << "steps";
  QTest::newRow("a file") << R"({"rows": [[{"chart": "losses", "results": 2}]]})"
                          << "file 2";
  QTest::newRow("a width") << R"({"rows": [[{"chart": "losses", "width": 0}]]})"
                           << "width";
  QTest::newRow("a sample of no sample") << R"({"rows": [[{"chart": "losses", "sample": 1}]]})"
                                         << "sample";
  QTest::newRow("no JSON") << "rows"
                           << "JSON";
}

void FiguresTest::badPagesAreRefused() {
  QFETCH(QString, json);
  QFETCH(QString, word);
  const std::vector<AnalyzedPtr> files{results_};
  try {
    composedPage(pagePlanFrom(jsonObject(json.toStdString(), "p.json"), "p.json"), files, allAnalyses());
    QFAIL("taken");
  } catch (const UserError& error) {
    QVERIFY2(QString(error.what()).contains(word), error.what());
  }
}

void FiguresTest::sameInputSameBytes_data() {
  QTest::addColumn<QString>("ending");
  for (const char* ending : {"pdf", "svg", "eps", "png", "tex"}) QTest::newRow(ending) << ending;
}

void FiguresTest::sameInputSameBytes() {
  QFETCH(QString, ending);
  QTemporaryDir folder;
  FigurePage drawn = dynamics();
  drawn.recipe = R"({"a":"text (with) \\ and \"signs\", <tags> & more %","long":")" + std::string(600, 'x') + "\"}";
  const auto file = folder.filePath("figure." + ending).toStdString();
  writeFigure(drawn, {}, file);
  QCOMPARE(embeddedRecipe(file), drawn.recipe);
  const QByteArray first = figureBytes(drawn, {}, file);
  QTest::qWait(1100);  // a clock that is written down would have gone on
  QCOMPARE(figureBytes(drawn, {}, file), first);
  qputenv("SOURCE_DATE_EPOCH", "1000000000");
  const QByteArray dated = figureBytes(drawn, {}, file);
  qunsetenv("SOURCE_DATE_EPOCH");
  QCOMPARE(dated.contains("20010909014640"), ending == "pdf");
  if (ending == "pdf") {
    const QString told = toolOutput("pdfinfo", {QString::fromStdString(file)});
    QVERIFY2(told.contains("CreationDate") && !told.contains("rror"), qPrintable(told));
    QVERIFY(toolOutput("pdfdetach", {"-list", QString::fromStdString(file)}).contains("spindle-figure.json"));
  }
  // Told of no figure: refused.
  drawn.recipe.clear();
  writeFigure(drawn, {}, file);
  QVERIFY_EXCEPTION_THROWN(embeddedRecipe(file), UserError);
}

void FiguresTest::epsIsDrawnByOtherPrograms() {
  FigureStyle style;
  style.widthInches = 4.0;
  const QByteArray eps = figureBytes(dynamics(), style, "a.eps");
  QVERIFY(eps.startsWith("%!PS-Adobe-3.0 EPSF-3.0\n"));
  QVERIFY(eps.contains("%%BoundingBox: 0 0 288 "));
  // What PostScript does not know or cannot print everywhere: no operator for images, no number that is none.
  QVERIFY(!eps.contains("nan") && !eps.contains("inf") && !eps.contains("image"));
  QCOMPARE(eps.count("newpath"), eps.count("fill\n") + eps.count("stroke\n"));
  QVERIFY(eps.count("curveto") > 500);  // letters
  for (const QByteArray& line : eps.split('\n')) QVERIFY(line.size() < 256);
}

void FiguresTest::texHasTheWidthThatWasAsked() {
  FigureStyle style = styled({}, venueNamed(knownVenues(), "cvpr"), false);
  const FigurePage drawn = dynamics();
  const QByteArray tex = figureBytes(drawn, style, "a.tex");
  QVERIFY(tex.contains("\\useasboundingbox (0,0) rectangle (236.16bp,"));
  QVERIFY(tex.contains("\\usepackage{mathptmx}") && tex.contains("\\fontsize{8.00bp}"));
  style.font = FigureFont::sans;
  QVERIFY(figureBytes(drawn, style, "a.tex").contains("helvet"));
}

void FiguresTest::smallPrintHasTheSignsOfPrint() {
  FigurePage drawn = dynamics();
  drawn.note = "32 x 32 - two seeds: salient by T1: 0.1 x mean |v(N) - v(empty)|; 8 samples";
  const QString small = layoutOf(drawn, width(5.5)).note.join(' ');
  QVERIFY2(small.startsWith("32 x 32 - two seeds: "), qPrintable(small));
  QVERIFY2(small.contains(QStringLiteral("0.1 \u00d7 mean |v(N) \u2212 v(")), qPrintable(small));
}

void FiguresTest::dataAndCaptionSayWhatIsShown() {
  const FigurePage drawn = dynamics();
  const Table table = figureTable(drawn.figure);
  const auto& charts = drawn.figure.rows.front();
  const auto* bars = std::get_if<Bars>(&charts[1].marks[0]);
  QVERIFY(bars != nullptr);
  const std::size_t panel = table.column("panel"), mark = table.column("mark"), name = table.column("name");
  std::vector<double> read;
  for (const auto& row : table.rows()) {
    if (std::get<std::int64_t>(row[panel]) == 2 && std::get<std::string>(row[mark]) == "bar" &&
        std::get<std::string>(row[name]) == bars->name)
      read.push_back(std::get<double>(row[table.column("y")]));
  }
  QCOMPARE(read, bars->y);
  // The gap has each checkpoint once, and a dot for each panel beside it.
  std::size_t points = 0, dots = 0;
  for (const auto& row : table.rows()) {
    if (std::get<std::string>(row[table.column("chart")]) != "gap") continue;
    points += std::get<std::string>(row[mark]) == "point" ? 1 : 0;
    dots += std::get<std::string>(row[mark]) == "dot" ? 1 : 0;
  }
  QCOMPARE(points, results_->results->header().checkpoints());
  QCOMPARE(dots, charts.size() - 1);
  // Unnamed points away from other lines are values of their own.
  FigureCharts scatter = page("mean-order").figure;
  scatter.rows.front().front().marks = {Line{"one", {1, 2}, {1, 2}, {InkKind::text}, LineStyle::solid, true, {}},
                                        Line{"", {1, 2}, {1, 3}, {InkKind::text}, LineStyle::none, true, {}}};
  const Table scattered = figureTable(scatter);
  QCOMPARE(std::get<std::string>(scattered.rows()[2][mark]), std::string("point"));
  const std::string caption = draftCaption(drawn.figure, *results_);
  for (const char* word : {"\\caption{", "$n = 5$ input variables", "8 samples", "$|v(N) - v(\\emptyset)|$ (T1)",
                           "Phase two starts at step"})
    QVERIFY2(caption.find(word) != std::string::npos, (std::string(word) + " in " + caption).c_str());
}

void FiguresTest::warningsTellWhatIsWrong() {
  const FigurePage drawn = dynamics();
  FigureStyle style = styled({}, venueNamed(knownVenues(), "neurips"), true);
  style.hatchNegative = true;
  style.palette = Palette::gray;
  for (const std::string& warning : figureWarnings(drawn, style, 5.5)) QVERIFY2(false, warning.c_str());
  style.hatchNegative = false;
  style.palette = Palette::safe;
  style.tickPoints = 5.0;
  style.widthInches = 6.0;
  QString all;
  for (const std::string& warning : figureWarnings(drawn, style, 5.5)) all += QString::fromStdString(warning) + "\n";
  for (const char* word : {"6 in wide", "5 pt", "look alike in gray print"})
    QVERIFY2(all.contains(word), qPrintable(all));
  // The venue's own width is none too many.
  style.widthInches = 5.5;
  for (const std::string& warning : figureWarnings(drawn, style, 5.5))
    QVERIFY2(warning.find("in wide") == std::string::npos, warning.c_str());
}

void FiguresTest::colorBlindReadersAreThoughtOf() {
  // By the matrices of Machado et al.: the pair of the palette is apart for everybody, red and green are not.
  const QColor blue(0x00, 0x72, 0xB2), orange(0xD5, 0x5E, 0x00), red(0xB2, 0x18, 0x2B), green(0x1B, 0x78, 0x37);
  QVERIFY(colorBlindDistance(blue, orange) > 60.0);
  QVERIFY(colorBlindDistance(red, green) < 15.0 && colorDistance(red, green) > 60.0);
  QCOMPARE(colorDistance(blue, blue), 0.0);
  QVERIFY(std::abs(colorDistance(Qt::white, Qt::black) - 100.0) < 0.01);
  const auto told = [&](Palette palette) {
    FigurePage drawn = page("mean-order");
    Chart& chart = drawn.figure.rows.front().front();
    chart.marks = {Line{"one", {1, 2}, {1, 2}, {InkKind::andNegative}, LineStyle::solid, true, {}},
                   Line{"other", {1, 2}, {2, 3}, {InkKind::reference}, LineStyle::solid, true, {}}};
    FigureStyle style = width(5.5);
    style.palette = palette;
    QString all;
    for (const std::string& warning : figureWarnings(drawn, style, {})) all += QString::fromStdString(warning) + "\n";
    return all;
  };
  const QString clash = "\"one\" and \"other\" look alike to color-blind readers; choose the palette safe.";
  QVERIFY2(told(Palette::redBlue).contains(clash), qPrintable(told(Palette::redBlue)));
  QVERIFY2(!told(Palette::safe).contains("color-blind"), qPrintable(told(Palette::safe)));
  // What has the same color stands under two legends, or under one.
  FigurePage drawn = page("mean-order");
  Chart above = drawn.figure.rows.front().front(), below = above;
  above.marks = {Line{"one", {1, 2}, {1, 2}, Ink::series(0), LineStyle::solid, true, {}}};
  below.marks = {Line{"other", {1, 2}, {2, 3}, Ink::series(0), LineStyle::solid, true, {}}};
  drawn.figure.rows = {{above}, {below}};
  for (const std::string& warning : figureWarnings(drawn, width(5.5), {})) QVERIFY2(false, warning.c_str());
  drawn.figure.rows = {{above, below}};
  const std::vector<std::string> same = figureWarnings(drawn, width(5.5), {});
  QVERIFY(std::any_of(same.begin(), same.end(), [](const std::string& warning) {
    return warning.starts_with("\"one\" and \"other\" have nearly the same color");
  }));
}

int main(int argc, char** argv) {
  QGuiApplication app(argc, argv);
  FiguresTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_figures.moc"
