// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart tells and does under the pointer, and what is copied of it.
#include "tests/ui/chart/shown_chart.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>

using namespace spindle;
using namespace spindle::test;

namespace {

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

class ChartViewUseTest : public QObject {
  Q_OBJECT
 private slots:
  void numbersAreThoseUnderThePointer();
  void aClickOnABarEmitsItsTarget();
  void cellsHaveNumbersTargetsAndAScale();
  void copiedDataHasAllDigits();
  void copiedImageIsThere();
};

void ChartViewUseTest::numbersAreThoseUnderThePointer() {
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

void ChartViewUseTest::aClickOnABarEmitsItsTarget() {
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

void ChartViewUseTest::cellsHaveNumbersTargetsAndAScale() {
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

void ChartViewUseTest::copiedDataHasAllDigits() {
  ChartView view;
  view.show(linesChart({1, 2}, {0.1 + 0.2, unknown}, {1e-20, 3}));
  shown(view);
  trigger(view, "copyData");
  const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  QCOMPARE(lines, QStringList({"mark\ttraining step\tshare", "measured\t1\t0.30000000000000004", "measured\t2\t",
                               "theory\t1\t1e-20", "theory\t2\t3"}));
}

void ChartViewUseTest::copiedImageIsThere() {
  ChartView view;
  view.show(ordersChart());
  shown(view);
  trigger(view, "copyImage");
  const QImage copied = QApplication::clipboard()->image();
  QCOMPARE(copied.size(), view.size() * view.devicePixelRatioF());
  QCOMPARE(copied.pixelColor((view.placeOnScreen(2, 0.33) * view.devicePixelRatioF()).toPoint()).rgb(),
           PlotColors::of(view.palette()).positive.rgb());
}

QTEST_MAIN(ChartViewUseTest)
#include "tst_chart_view_use.moc"
