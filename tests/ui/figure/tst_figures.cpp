// SPDX-License-Identifier: GPL-3.0-or-later
// Every figure of every analysis as a page. SPINDLE_CHART_FOLDER=folder keeps the pictures to look at.
#include "core/analysis/analysis_list.h"
#include "core/base/user_error.h"
#include "tests/core/analysis/made_results.h"
#include "ui/figure/figure_file.h"
#include "ui/figure/page_layout.h"

#include <QDir>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

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

 private:
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
  return layOut(FigureCanvas(painter, style.labelPoints, style.tickPoints), page, style);
}

/// Share of pixels that are not white.
double inked(const QImage& image) {
  qint64 dark = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) dark += image.pixel(x, y) != qRgb(255, 255, 255);
  }
  return static_cast<double>(dark) / (static_cast<double>(image.width()) * image.height());
}

QString toolOutput(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.start(program, arguments);
  process.waitForFinished();
  return QString::fromUtf8(process.readAllStandardOutput());
}

}  // namespace

void FiguresTest::initTestCase() {
  RunControl control;
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
  // Made-up results have no files with both ends of the tie-break beside them, and are of one network.
  const bool elsewhere = figure == "ties" || figure == "shared";
  QCOMPARE(drawn.figure.missing().has_value(), elsewhere);
  if (elsewhere) return;
  for (const char* ending : {"png", "pdf", "svg", "tex"}) {
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
  const FigurePage dynamics = page("dynamics");
  const PageLayout below = layoutOf(dynamics, width(5.5));
  QVERIFY(!below.rows[0].panels.front().chart.xLabel && below.rows[1].panels.front().chart.xLabel);
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter, 9, 7);
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
  const FigurePage drawn = page("dynamics");
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
  const FigurePage drawn = page("dynamics");
  for (const char* ending : {"pdf", "svg", "png", "tex"}) {
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
  QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 4);
}

int main(int argc, char** argv) {
  QGuiApplication app(argc, argv);
  FiguresTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_figures.moc"
