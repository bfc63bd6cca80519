// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/chart_view.h"
#include "ui/chart/screen_ticks.h"
#include "ui/plots/plot_colors.h"
#include "ui/session/wording.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QImage>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <qcustomplot.h>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace spindle;

class ChartViewTest : public QObject {
  Q_OBJECT
 private slots:
  void stacksPileBySign();
  void stacksPileOnBentScales();
  void linesHaveGaps();
  void trainingAxisHasMarkAndNumbers();
  void numbersAreThoseUnderThePointer();
  void aClickOnABarEmitsItsTarget();
  void anEmptyChartShowsItsReason();
  void palettes_data();
  void palettes();
  void headingAndLegendDoNotOverlap_data();
  void headingAndLegendDoNotOverlap();
  void newValuesKeepTheParts();
  void unsoundChartsAreRefused();
  void cellsHaveNumbersTargetsAndAScale();
  void copiedDataHasAllDigits();
  void copiedImageIsThere();
  void ticks_data();
  void ticks();
};

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Two bars above 0 and two below at each of four orders, with a line over them.
Chart ordersChart() {
  Chart chart;
  chart.name = "orders";
  chart.title = "Strength by order";
  chart.heading = "step 37, distance 0.12";
  chart.x = {.label = "order", .unit = "", .scale = Scale::category, .low = {}, .high = {}};
  chart.y = {.label = "strength", .unit = "", .scale = Scale::linear, .low = {}, .high = {}};
  const std::vector<double> x{1, 2, 3, 4};
  const std::vector<ChartTarget> targets{ChartTarget::order(1), ChartTarget::order(2), ChartTarget::order(3),
                                         ChartTarget::order(4)};
  chart.marks.emplace_back(Bars{"AND +", x, {0.5, 0.5, 0.5, 0.5}, {}, {InkKind::andPositive}, 0, false, targets});
  chart.marks.emplace_back(Bars{"OR +", x, {0.25, 0.25, 0.25, 0.25}, {}, {InkKind::orPositive}, 0, true, targets});
  chart.marks.emplace_back(
      Bars{"AND \u2212", x, {-0.3, -0.3, -0.3, -0.3}, {}, {InkKind::andNegative}, 0, false, targets});
  chart.marks.emplace_back(Bars{"OR \u2212", x, {-0.1, -0.1, -0.1, -0.1}, {}, {InkKind::orNegative}, 0, true, targets});
  return chart;
}

Chart linesChart(std::vector<double> x, std::vector<double> measured, std::vector<double> theory) {
  Chart chart;
  chart.name = "lines";
  chart.title = "Lines";
  chart.heading = "fitted";
  chart.x.label = "training step";
  chart.y.label = "share";
  chart.marks.emplace_back(Line{"measured", x, std::move(measured), {InkKind::measured}, LineStyle::solid, false, {}});
  chart.marks.emplace_back(Line{"theory", x, std::move(theory), {InkKind::theory}, LineStyle::dashed, false, {}});
  return chart;
}

QImage shown(ChartView& view, const QSize& size = {420, 300}) {
  view.resize(size);
  view.show();
  [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(&view);
  QTest::qWait(20);
  return view.grab().toImage();
}

QColor at(const QImage& picture, const QPointF& place) {
  return picture.pixelColor((place * picture.devicePixelRatio()).toPoint());
}

/// Whether a color can be seen within two pixels, also where its edge is smoothed.
bool seen(const QImage& picture, const QPointF& place, const QColor& color) {
  for (int dx = -2; dx <= 2; ++dx) {
    for (int dy = -2; dy <= 2; ++dy) {
      const QColor there = at(picture, place + QPointF(dx, dy));
      const int difference = std::abs(there.red() - color.red()) + std::abs(there.green() - color.green()) +
                             std::abs(there.blue() - color.blue());
      if (difference < 140) return true;
    }
  }
  return false;
}

QCustomPlot& plotOf(const ChartView& view) {
  return *view.findChild<QCustomPlot*>();
}

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

QStringList labelsOf(const std::vector<AxisTick>& ticks) {
  QStringList labels;
  for (const AxisTick& tick : ticks) labels << tick.text;
  return labels;
}

QPalette darkPalette() {
  QPalette palette;
  palette.setColor(QPalette::Base, QColor(24, 24, 28));
  palette.setColor(QPalette::Text, QColor(230, 230, 235));
  return palette;
}

void trigger(ChartView& view, const char* action) {
  QContextMenuEvent event(QContextMenuEvent::Mouse, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)));
  QApplication::sendEvent(&view, &event);
  auto* menu = view.findChild<QMenu*>();
  QVERIFY(menu != nullptr);
  auto* found = menu->findChild<QAction*>(QLatin1String(action));
  QVERIFY(found != nullptr);
  found->trigger();
  menu->close();
}

}  // namespace

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

void ChartViewTest::numbersAreThoseUnderThePointer() {
  ChartView view;
  Chart chart = linesChart({1, 2, 3, 4}, {0.1, unknown, 0.3, 0.4}, {0.2, 0.2, 0.2, 0.2});
  chart.marks.emplace_back(Line{"sample", {2.2, 2.2}, {0.05, 0.35}, {InkKind::reference}, LineStyle::none, true, {}});
  view.show(chart);
  shown(view);
  QCOMPARE(view.hoverText(view.placeOnScreen(2.02, 0.02)),
           QStringLiteral("training step 2: theory %1").arg(valueText(0.2)));
  const QString sample = view.hoverText(view.placeOnScreen(2.2, 0.35));
  QVERIFY2(sample.contains("sample " + valueText(0.35)), qPrintable(sample));
  QVERIFY2(!sample.contains(valueText(0.05)), qPrintable(sample));
  QVERIFY2(view.accessibleDescription().contains("fitted"), qPrintable(view.accessibleDescription()));
  QVERIFY(view.accessibleDescription().contains("measured from " + valueText(0.1) + " to " + valueText(0.4)));
  QCOMPARE(view.accessibleName(), QStringLiteral("Lines"));
}

void ChartViewTest::aClickOnABarEmitsItsTarget() {
  ChartView view;
  view.show(ordersChart());
  shown(view);
  QSignalSpy spy(&view, &ChartView::clicked);
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.placeOnScreen(3, 0.3).toPoint());
  QCOMPARE(spy.size(), 1);
  QCOMPARE(spy.takeFirst().at(0).value<ChartTarget>(), ChartTarget::order(3));
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.placeOnScreen(2, -0.35).toPoint());
  QCOMPARE(spy.size(), 1);
  QCOMPARE(spy.takeFirst().at(0).value<ChartTarget>(), ChartTarget::order(2));
  QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(2, 2));
  QTest::mouseClick(&view, Qt::RightButton, {}, view.placeOnScreen(2, 0.3).toPoint());
  QCOMPARE(spy.size(), 0);

  view.show(linesChart({0, 1, 2}, {0.1, 0.2, 0.3}, {0.3, 0.2, 0.1}));
  shown(view);
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.placeOnScreen(1, 0.2).toPoint());
  QCOMPARE(spy.size(), 0);
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

void ChartViewTest::cellsHaveNumbersTargetsAndAScale() {
  Chart chart;
  chart.name = "matrix";
  chart.title = "Matrix";
  chart.x = {.label = "step", .unit = "", .scale = Scale::training, .low = {}, .high = {}};
  chart.y = {.label = "order", .unit = "", .scale = Scale::category, .low = {}, .high = {}};
  Cells cells{"share", {0, 10, 1000}, {1, 2}, {0.0, 0.5, 1.0, -1.0, unknown, 0.25}, -1.0, 1.0, true, {}};
  for (std::size_t i = 0; i < cells.values.size(); ++i) cells.targets.push_back(ChartTarget::checkpoint(i % 3));
  chart.marks.emplace_back(cells);
  ChartView view;
  view.show(chart);
  QImage picture = shown(view);
  const PlotColors colors = PlotColors::of(view.palette());
  QVERIFY(seen(picture, view.placeOnScreen(800, 1), colors.positive));
  QVERIFY(seen(picture, view.placeOnScreen(0.2, 2), colors.negative));
  QCOMPARE(at(picture, view.placeOnScreen(12, 2.1)).rgb(), colors.background.rgb());
  QCOMPARE(view.hoverText(view.placeOnScreen(12, 1)), QStringLiteral("step 10, order 1: share %1").arg(valueText(0.5)));
  QSignalSpy spy(&view, &ChartView::clicked);
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.placeOnScreen(700, 1.2).toPoint());
  QCOMPARE(spy.size(), 1);
  QCOMPARE(spy.takeFirst().at(0).value<ChartTarget>(), ChartTarget::checkpoint(2));
  QCOMPARE(plotOf(view).axisRectCount(), 1);
  const int narrow = plotOf(view).axisRect()->width();

  view.show(ordersChart());
  picture = shown(view);
  QVERIFY(plotOf(view).axisRect()->width() > narrow);
}

void ChartViewTest::copiedDataHasAllDigits() {
  ChartView view;
  view.show(linesChart({1, 2}, {0.1 + 0.2, unknown}, {1e-20, 3}));
  shown(view);
  trigger(view, "copyData");
  const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  QCOMPARE(lines, QStringList({"mark\ttraining step\tshare", "measured\t1\t0.30000000000000004", "measured\t2\t",
                               "theory\t1\t1e-20", "theory\t2\t3"}));
}

void ChartViewTest::copiedImageIsThere() {
  ChartView view;
  view.show(ordersChart());
  shown(view);
  trigger(view, "copyImage");
  const QImage copied = QApplication::clipboard()->image();
  QCOMPARE(copied.size(), view.size() * view.devicePixelRatioF());
  QCOMPARE(copied.pixelColor((view.placeOnScreen(2, 0.33) * view.devicePixelRatioF()).toPoint()).rgb(),
           PlotColors::of(view.palette()).positive.rgb());
}

void ChartViewTest::ticks_data() {
  QTest::addColumn<int>("scale");
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<double>("pixels");
  QTest::addColumn<QStringList>("labels");
  const auto row = [](const char* name, Scale scale, double low, double high, double pixels,
                      const QStringList& labels) {
    QTest::newRow(name) << static_cast<int>(scale) << low << high << pixels << labels;
  };
  row("training", Scale::training, 0, 2000, 600, {"0", "1", "10", "100", "1,000"});
  row("training, narrow", Scale::training, 0, 2000, 120, {"0", "10", "1,000"});
  row("training, less than a decade", Scale::training, 400, 700, 600,
      {"400", "450", "500", "550", "600", "650", "700"});
  row("orders", Scale::category, 0.5, 12.5, 600, {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"});
  row("orders, narrow", Scale::category, 0.5, 12.5, 150, {"2", "4", "6", "8", "10", "12"});
  row("decades", Scale::logarithmic, 0.004, 200, 600, {"0.01", "0.1", "1", "10", "100"});
  row("small decades", Scale::logarithmic, 1e-7, 2e-5, 600,
      {QString::fromUtf8("10⁻⁷"), QString::fromUtf8("10⁻⁶"), QString::fromUtf8("10⁻⁵")});
  row("both signs", Scale::symlog, -50, 200, 600,
      {QString::fromUtf8("−10"), QString::fromUtf8("−1"), "0", "1", "10", "100"});
  row("linear", Scale::linear, -0.25, 1.0, 600, {QString::fromUtf8("−0.2"), "0", "0.2", "0.4", "0.6", "0.8", "1.0"});
}

void ChartViewTest::ticks() {
  QFETCH(int, scale);
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(double, pixels);
  QFETCH(QStringList, labels);
  ChartAxis axis;
  axis.scale = static_cast<Scale>(scale);
  const auto length = [](const QString& text) { return 7.0 * static_cast<double>(text.size()); };
  QCOMPARE(labelsOf(screenTicks(axis, {low, high}, {pixels, 10.0, length})), labels);
  QVERIFY(screenTicks(axis, {low, high}, {60.0, 10.0, length}).size() >= 2);
}

QTEST_MAIN(ChartViewTest)
#include "tst_chart_view.moc"
