// SPDX-License-Identifier: GPL-3.0-or-later
// Every chart of every analysis on paper and as pgfplots. SPINDLE_CHART_FOLDER=folder keeps the pictures to look at.
#include "core/analysis/analysis_list.h"
#include "core/analysis/analyzed_results.h"
#include "tests/core/analysis/made_results.h"
#include "ui/chart/paper_legend.h"
#include "ui/chart/paper_painter.h"
#include "ui/chart/pgfplots.h"
#include "ui/chart/plot_words.h"

#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QtTest>

#include <array>
#include <map>
#include <set>

using namespace spindle;
using spindle::test::MadeResults;

namespace {

constexpr double scale = 3.0, margin = 4.0;

/// With an empty margin around the room of the chart.
QImage painted(const Chart& chart, double width, double height) {
  const QSizeF size = QSizeF(width + 2 * margin, height + 2 * margin) * scale;
  QImage image(size.toSize(), QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.scale(scale, scale);
  painter.translate(margin, margin);
  FigureCanvas canvas(painter);
  PaperPanel panel;
  panel.chart = &chart;
  const std::array charts{&chart};
  const auto legend = legendOf(charts);
  const double room = 1.4 * canvas.height(canvas.tickFont()) * legendRows(canvas, legend, width);
  paintLegend(canvas, legend, QRectF(0, 0, width, room));
  paintChart(canvas, QRectF(0, room, width, height - room), panel);
  return image;
}

/// Share of the pixels that are not white, in a part of the picture.
double inkIn(const QImage& image, const QRect& part) {
  qint64 dark = 0;
  for (int y = part.top(); y <= part.bottom(); ++y) {
    for (int x = part.left(); x <= part.right(); ++x) dark += image.pixelColor(x, y) == QColor(Qt::white) ? 0 : 1;
  }
  return static_cast<double>(dark) / (static_cast<double>(part.width()) * part.height());
}

}  // namespace

class PaperPainterTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void everyChartLeavesInkWithinItsFrame();
  void barsStandAtTheirHeight();
  void wordsLieBesideLines();
  void anEmptyChartTellsWhy();
  void texIsBalancedAndRunsNothing();
  void texNeedsNothingOfItsPreamble();

 private:
  std::vector<Chart> charts_;
};

void PaperPainterTest::initTestCase() {
  RunControl control;
  const auto made = std::make_shared<MadeResults>(5, 6, 8);
  const auto results = analyzed(made, {}, allAnalyses(), {}, control, {{made, {}}});
  for (const auto& [name, result] : results->found) {
    for (Chart& chart : result->charts()) charts_.push_back(std::move(chart));
    for (Chart& chart : result->chartsAt({5})) charts_.push_back(std::move(chart));
  }
  QVERIFY(charts_.size() > 12);
}

void PaperPainterTest::everyChartLeavesInkWithinItsFrame() {
  const QString folder = qEnvironmentVariable("SPINDLE_CHART_FOLDER");
  for (const Chart& chart : charts_) {
    const QImage image = painted(chart, 260, 170);
    if (!folder.isEmpty()) image.save(folder + '/' + QString::fromStdString(chart.name) + ".png");
    QVERIFY2(inkIn(image, image.rect()) > (hasContent(chart) ? 0.01 : 0.0), chart.name.c_str());
    const int wide = static_cast<int>(scale * (margin - 1.0));
    for (const QRect& edge : {QRect(0, 0, image.width(), wide), QRect(0, image.height() - wide, image.width(), wide),
                              QRect(0, 0, wide, image.height()), QRect(image.width() - wide, 0, wide, image.height())})
      QVERIFY2(inkIn(image, edge) == 0.0, chart.name.c_str());
    painted(chart, 40, 25);  // no room at all: nothing may fail
  }
}

void PaperPainterTest::barsStandAtTheirHeight() {
  Chart chart;
  chart.name = "two";
  chart.x.scale = Scale::category;
  chart.x.low = 0.5;
  chart.x.high = 2.5;
  chart.y.low = 0.0;
  chart.y.high = 4.0;
  chart.marks.push_back(Bars{"", {1, 2}, {4, 1}, {}, {InkKind::andPositive}, 0, false, {}});
  const QImage image = painted(chart, 200, 150);
  const QColor blue(0x00, 0x72, 0xB2);
  std::map<int, int> heights;  // by column
  for (int x = 0; x < image.width(); ++x) {
    for (int y = 0; y < image.height(); ++y) heights[x] += image.pixelColor(x, y) == blue ? 1 : 0;
  }
  std::set<int> found;
  for (const auto& [x, height] : heights) {
    if (height > 20) found.insert(height);
  }
  QVERIFY(!found.empty());
  // The axis covers two pixels of each.
  QVERIFY2(std::abs(4 * (*found.begin() + 2) - (*found.rbegin() + 2)) <= 4,
           qPrintable(QStringLiteral("%1 and %2").arg(*found.begin()).arg(*found.rbegin())));
}

void PaperPainterTest::wordsLieBesideLines() {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter);
  Chart chart;
  chart.x.low = 0.0;
  chart.x.high = 10.0;
  chart.y.low = 0.0;
  chart.y.high = 10.0;
  const auto words = [&] {
    PaperPanel panel;
    panel.chart = &chart;
    return paper::plotWords(canvas, *paperPlot(canvas, {0, 0, 250, 150}, panel));
  };
  // Nothing in the way: at the right of the rule and at the top.
  const Line deep{"", {0, 10}, {1, 1}, {InkKind::measured}, LineStyle::solid, false, {}};
  chart.marks = {deep, Rule{4.0, true, "phase two", {InkKind::text}, LineStyle::dashed}};
  const paper::PlotWords alone = words().front();
  QVERIFY(alone.rule && alone.box.left() > alone.rule->x1() && !alone.onWhite);
  QCOMPARE(alone.box.top(), alone.rule->y1());
  // A line passes there: at the left. Another one there, too: lower, above neither.
  chart.marks.push_back(Line{"", {5, 10}, {9.5, 9.5}, {InkKind::measured}, LineStyle::solid, false, {}});
  const QRectF left = words().front().box;
  QVERIFY(left.right() < alone.rule->x1());
  QCOMPARE(left.top(), alone.rule->y1());
  chart.marks.push_back(Line{"", {0, 3}, {9.5, 9.5}, {InkKind::measured}, LineStyle::solid, false, {}});
  const QRectF lower = words().front().box;
  QVERIFY(lower.left() > alone.rule->x1() && lower.top() > alone.rule->y1());
  QVERIFY(lower.bottom() < alone.rule->center().y());
  // Words of one rule do not lie on those of another, nor a label on a line.
  chart.marks = {deep, Rule{5.0, false, "half", {InkKind::text}, LineStyle::dashed},
                 Rule{5.05, false, "threshold", {InkKind::text}, LineStyle::dashed},
                 Line{"", {0, 10}, {8, 8}, {InkKind::measured}, LineStyle::solid, false, {}},
                 Label{5.0, 7.5, "#1", {InkKind::text}}};
  const auto three = words();
  QCOMPARE(three.size(), std::size_t{3});
  QVERIFY(!three[0].box.intersects(three[1].box));
  QVERIFY(three[2].box.top() > three[2].box.height());
  chart.marks = {deep, Label{5.0, 7.5, "#1", {InkKind::text}}};
  QVERIFY(words().front().box.bottom() < three[2].box.top());
}

void PaperPainterTest::anEmptyChartTellsWhy() {
  Chart chart;
  chart.name = "none";
  chart.empty = "no phase two, nothing fitted";
  QVERIFY(inkIn(painted(chart, 200, 120), QRect(150, 150, 300, 60)) > 0.01);
}

void PaperPainterTest::texIsBalancedAndRunsNothing() {
  std::vector<Chart> charts = charts_;
  charts.front().title = "50 % of \\input{/etc/passwd}\n\\write18{rm} $x$ # _ ^ ~ {";
  charts.front().heading = charts.front().title;
  charts.front().x.label = charts.front().title;
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter);
  TexPage page;
  page.size = {300, 200};
  for (const Chart& chart : charts) {
    PaperPanel panel;
    panel.chart = &chart;
    page.plots.push_back(texPlot(canvas, {10, 10, 280, 180}, panel));
  }
  page.words.push_back({QString::fromStdString(charts.front().title), {10, 10}});
  const QString text = QString::fromStdString(pgfplotsText(page, charts.front().title));
  int depth = 0;
  for (const QString& line : text.split('\n')) {
    if (line.startsWith('%')) continue;
    for (int i = 0; i < line.size(); ++i) {
      const bool escaped = i > 0 && line[i - 1] == '\\' && (i < 2 || line[i - 2] != '\\');
      if (!escaped && line[i] == '{') ++depth;
      if (!escaped && line[i] == '}') --depth;
    }
    QVERIFY2(depth >= 0, qPrintable(line));
    QVERIFY2(!line.contains("\\input") && !line.contains("\\write"), qPrintable(line));
  }
  QCOMPARE(depth, 0);
  QCOMPARE(text.count("\\begin{axis}"), std::count_if(charts.begin(), charts.end(), hasContent));
  QVERIFY(!text.contains(QRegularExpression("[^\\x00-\\x7F]")) || text.startsWith('%'));
}

// So that documents can input it. The names of axes have the size of labels, which TeX forgets before "near ticks".
void PaperPainterTest::texNeedsNothingOfItsPreamble() {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  TexPage page;
  page.size = {300, 200};
  page.style.labelPoints = 9.0;
  PaperPanel panel;
  panel.chart = &charts_.front();
  page.plots.push_back(texPlot(FigureCanvas(painter), {10, 10, 280, 180}, panel));
  const QString text = QString::fromStdString(pgfplotsText(page, "a title"));
  const auto begin = text.indexOf("\\begin{document}\n\\begingroup\n");
  QVERIFY(begin > 0 && text.endsWith("\\end{tikzpicture}%\n\\endgroup\n\\end{document}\n"));
  static const QRegularExpression known("^(%.*|\\\\(documentclass|usepackage|use[a-z]+library)\\S*)?$");
  for (const QString& line : text.left(begin).split('\n'))
    QVERIFY2(known.match(line).hasMatch() || line.startsWith("\\renewcommand{\\familydefault}"), qPrintable(line));
  for (const QString& line : text.mid(begin).split('\n'))
    QVERIFY2(!line.startsWith("\\definecolor") || line.endsWith("}%"), qPrintable(line));  // no space of its own
  const auto ticks = text.indexOf("xlabel near ticks"), font = text.indexOf("font=\\fontsize{9.00bp}");
  QVERIFY(ticks > begin && font > ticks);
  QVERIFY(text.indexOf("\\useasboundingbox (0,0) rectangle (300.00bp,200.00bp);") > text.indexOf("\\end{axis}"));
}

QTEST_MAIN(PaperPainterTest)
#include "tst_paper_painter.moc"
