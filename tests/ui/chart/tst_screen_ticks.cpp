// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_ticks.h"

#include <QTest>

using namespace spindle;

class ScreenTicksTest : public QObject {
  Q_OBJECT
 private slots:
  void ticks_data();
  void ticks();
};

void ScreenTicksTest::ticks_data() {
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

void ScreenTicksTest::ticks() {
  QFETCH(int, scale);
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(double, pixels);
  QFETCH(QStringList, labels);
  ChartAxis axis;
  axis.scale = static_cast<Scale>(scale);
  const auto length = [](const QString& text) { return 7.0 * static_cast<double>(text.size()); };
  QStringList found;
  for (const AxisTick& tick : screenTicks(axis, {low, high}, {pixels, 10.0, length})) found << tick.text;
  QCOMPARE(found, labels);
  QVERIFY(screenTicks(axis, {low, high}, {60.0, 10.0, length}).size() >= 2);
}

QTEST_MAIN(ScreenTicksTest)
#include "tst_screen_ticks.moc"
