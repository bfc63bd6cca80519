// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/chart/shown_chart.h"

#include <cmath>
#include <stdexcept>

using namespace spindle;
using namespace spindle::test;

namespace {

QCPTextElement* headingOf(const ChartView& view) {
  const auto* head = qobject_cast<QCPLayoutGrid*>(plotOf(view).plotLayout()->element(0, 0));
  return qobject_cast<QCPTextElement*>(head->element(0, 0));
}

std::vector<const QCPAbstractLegendItem*> legendItems(const ChartView& view) {
  std::vector<const QCPAbstractLegendItem*> items;
  for (int i = 0; i < plotOf(view).legend->itemCount(); ++i) {
    if (const QCPAbstractLegendItem* item = plotOf(view).legend->item(i)) items.push_back(item);
  }
  return items;
}

QString wordsInPlot(const ChartView& view) {
  QString words;
  for (int i = 0; i < plotOf(view).itemCount(); ++i) {
    const auto* text = qobject_cast<QCPItemText*>(plotOf(view).item(i));
    if (text != nullptr && text->visible()) words += text->text();
  }
  return words.replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QPalette darkPalette() {
  QPalette palette;
  palette.setColor(QPalette::Base, QColor(24, 24, 28));
  palette.setColor(QPalette::Text, QColor(230, 230, 235));
  return palette;
}

}  // namespace

class ChartViewTest : public QObject {
  Q_OBJECT
 private slots:
  void stacksPileBySign();
  void stacksPileOnBentScales();
  void linesHaveGaps();
  void trainingAxisHasMarkAndNumbers();
  void anEmptyChartShowsItsReason();
  void palettes_data();
  void palettes();
  void headingAndLegendDoNotOverlap_data();
  void headingAndLegendDoNotOverlap();
  void newValuesKeepTheParts();
  void unsoundChartsAreRefused();
};

void ChartViewTest::stacksPileBySign() {
  ChartView view;
  view.show(ordersChart());
  const QImage picture = shown(view);
  const PlotColors colors = PlotColors::of(view.palette());
  for (const double order : {1.0, 2.0, 3.0, 4.0}) {
    QCOMPARE(at(picture, view.placeOnScreen(order, 0.33)).rgb(), colors.positive.rgb());
    QCOMPARE(at(picture, view.placeOnScreen(order, -0.13)).rgb(), colors.negative.rgb());
    for (const double hatched : {0.63, -0.36})
      QVERIFY(at(picture, view.placeOnScreen(order, hatched)).rgb() != colors.background.rgb());
    for (const double beyond : {0.78, -0.44})
      QCOMPARE(at(picture, view.placeOnScreen(order, beyond)).rgb(), colors.background.rgb());
  }
}

void ChartViewTest::stacksPileOnBentScales() {
  Chart chart = ordersChart();
  chart.y.scale = Scale::symlog;
  chart.y.linearWithin = 0.1;
  ChartView view;
  view.show(chart);
  QImage picture = shown(view);
  const PlotColors colors = PlotColors::of(view.palette());
  QCOMPARE(at(picture, view.placeOnScreen(2, 0.45)).rgb(), colors.positive.rgb());
  QVERIFY(at(picture, view.placeOnScreen(2, 0.7)).rgb() != colors.background.rgb());
  QVERIFY(at(picture, view.placeOnScreen(2, -0.38)).rgb() != colors.background.rgb());

  chart.y.scale = Scale::logarithmic;
  chart.marks.resize(2);
  view.show(chart);
  picture = shown(view);
  QCOMPARE(at(picture, view.placeOnScreen(2, 0.48)).rgb(), colors.positive.rgb());
  QVERIFY(at(picture, view.placeOnScreen(2, 0.72)).rgb() != colors.background.rgb());
}

void ChartViewTest::linesHaveGaps() {
  ChartView view;
  view.show(linesChart({0, 1, 2, 3, 4}, {0.93, 0.93, unknown, 0.93, 0.93}, {0.5, 0.5, 0.5, 0.5, 0.5}));
  const QImage picture = shown(view);
  const QColor color = PlotColors::of(view.palette()).positive;
  QVERIFY(seen(picture, view.placeOnScreen(0.4, 0.93), color));
  QVERIFY(seen(picture, view.placeOnScreen(3.6, 0.93), color));
  for (const double gap : {1.5, 2.4}) QVERIFY(!seen(picture, view.placeOnScreen(gap, 0.93), color));
}

void ChartViewTest::trainingAxisHasMarkAndNumbers() {
  Chart chart = linesChart({0, 1, 10, 100, 1000}, {0.9, 0.8, 0.6, 0.4, 0.3}, {0.9, 0.7, 0.5, 0.2, 0.1});
  chart.x.scale = Scale::training;
  ChartView view;
  view.show(chart);
  view.setMark(99.0);
  QImage picture = shown(view);
  const double zero = view.placeOnScreen(0, 0.5).x(), nine = view.placeOnScreen(9, 0.5).x();
  QVERIFY(std::abs((view.placeOnScreen(99, 0.5).x() - nine) - (nine - zero)) < 0.5);
  const QColor playhead = PlotColors::of(view.palette()).playhead;
  QVERIFY(seen(picture, view.placeOnScreen(99, 0.85), playhead));
  QCOMPARE(view.hoverText(view.placeOnScreen(100, 0.75)),
           QStringLiteral("training step 100: measured %1, theory %2").arg(valueText(0.4), valueText(0.2)));
  QVERIFY(view.hoverText(QPointF(1, 1)).isEmpty());

  view.setMark(std::nullopt);
  picture = shown(view);
  QVERIFY(!seen(picture, view.placeOnScreen(99, 0.85), playhead));
}

void ChartViewTest::anEmptyChartShowsItsReason() {
  const QString reason = QStringLiteral("The run holds one checkpoint; a course needs at least two of them.");
  ChartView view;
  Chart chart = linesChart({1, 2}, {unknown, unknown}, {unknown, unknown});
  chart.empty = reason.toStdString();
  view.show(chart);
  const QImage picture = shown(view, {260, 180});
  QCOMPARE(wordsInPlot(view), reason);
  QVERIFY(headingOf(view)->text().isEmpty());
  QVERIFY(!plotOf(view).legend->visible());
  QCOMPARE(view.accessibleDescription(), reason);
  const QPointF center = plotOf(view).axisRect()->rect().center();
  int inked = 0;
  for (int dx = -60; dx <= 60; ++dx) {
    for (int dy = -15; dy <= 15; ++dy)
      inked += at(picture, center + QPointF(dx, dy)) != PlotColors::of(view.palette()).background ? 1 : 0;
  }
  QVERIFY(inked > 50);
  QVERIFY(view.hoverText(center).isEmpty());

  view.show(linesChart({1, 2}, {0.1, 0.2}, {0.2, 0.1}));
  shown(view, {260, 180});
  QVERIFY(wordsInPlot(view).isEmpty());
  QCOMPARE(headingOf(view)->text(), QStringLiteral("fitted"));
  QVERIFY(plotOf(view).legend->visible());

  view.setMark(1.5);
  view.clear(QStringLiteral("open a run"));
  shown(view, {260, 180});
  QCOMPARE(wordsInPlot(view), QStringLiteral("open a run"));
  QVERIFY(view.chart().marks.empty());
  QCOMPARE(QString::fromStdString(view.chart().x.label), QStringLiteral("training step"));
}

void ChartViewTest::palettes_data() {
  QTest::addColumn<QPalette>("palette");
  QTest::newRow("light") << QPalette(Qt::lightGray);
  QTest::newRow("dark") << darkPalette();
}

void ChartViewTest::palettes() {
  QFETCH(QPalette, palette);
  ChartView view;
  view.show(ordersChart());
  shown(view);
  view.setPalette(palette);
  const QImage picture = shown(view);
  const PlotColors colors = PlotColors::of(palette);
  QCOMPARE(at(picture, QPointF(1, 1)).rgb(), colors.background.rgb());
  QCOMPARE(at(picture, view.placeOnScreen(2, 0.33)).rgb(), colors.positive.rgb());
  QCOMPARE(headingOf(view)->textColor().rgb(), colors.text.rgb());
  for (const QCPAbstractLegendItem* item : legendItems(view)) QCOMPARE(item->textColor().rgb(), colors.text.rgb());
}

void ChartViewTest::headingAndLegendDoNotOverlap_data() {
  QTest::addColumn<int>("width");
  for (const int width : {200, 220, 300, 420, 900}) QTest::addRow("%d", width) << width;
}

void ChartViewTest::headingAndLegendDoNotOverlap() {
  QFETCH(int, width);
  ChartView view;
  view.show(ordersChart());
  shown(view, {width, 180});
  QCOMPARE(view.width(), width);
  const QRect heading = headingOf(view)->rect();
  const QCPLegend* legend = plotOf(view).legend;
  QVERIFY(!heading.intersects(legend->outerRect()));
  QVERIFY(QFontMetrics(headingOf(view)->font()).horizontalAdvance(headingOf(view)->text()) <= heading.width());
  QRegion items;
  for (const QCPAbstractLegendItem* item : legendItems(view)) {
    QVERIFY(!items.intersects(item->outerRect()));
    QVERIFY(item->outerRect().width() >= item->minimumOuterSizeHint().width());
    items += item->outerRect();
  }
  QCOMPARE(legendItems(view).size(), std::size_t{4});
  QVERIFY(view.rect().contains(items.boundingRect()));
  QVERIFY(!items.intersects(heading));
  QVERIFY(!items.intersects(plotOf(view).axisRect()->rect()));
  QVERIFY(plotOf(view).axisRect()->height() > 40);
}

void ChartViewTest::newValuesKeepTheParts() {
  ChartView view;
  Chart chart = ordersChart();
  view.show(chart);
  shown(view);
  const QCPAbstractPlottable* first = plotOf(view).plottable(0);
  const int parts = plotOf(view).plottableCount();
  chart.heading = "step 38";
  std::get<Bars>(chart.marks[0]).y[1] = 1.5;
  view.show(chart);
  QImage picture = shown(view);
  QCOMPARE(plotOf(view).plottable(0), first);
  QCOMPARE(plotOf(view).plottableCount(), parts);
  QCOMPARE(headingOf(view)->text(), QStringLiteral("step 38"));
  QCOMPARE(at(picture, view.placeOnScreen(2, 1.3)).rgb(), PlotColors::of(view.palette()).positive.rgb());

  chart.marks.pop_back();
  view.show(chart);
  picture = shown(view);
  QCOMPARE(plotOf(view).plottableCount(), parts - 1);
  QCOMPARE(legendItems(view).size(), std::size_t{3});
}

void ChartViewTest::unsoundChartsAreRefused() {
  ChartView view;
  Chart chart = ordersChart();
  std::get<Bars>(chart.marks[0]).y.pop_back();
  QVERIFY_EXCEPTION_THROWN(view.show(chart), std::invalid_argument);
  QVERIFY(view.chart().marks.empty());
}

QTEST_MAIN(ChartViewTest)
#include "tst_chart_view.moc"
