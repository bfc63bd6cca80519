// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of colors: what readers must be able to tell apart, in every theme.
#include "ui/colors/color_scales.h"
#include "ui/colors/color_theme.h"
#include "ui/colors/color_vision.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace spindle;

class ColorThemeTest : public QObject {
  Q_OBJECT
 private slots:
  void signsAreToldApart_data() { themes(); }
  void signsAreToldApart();
  void everythingIsSeenOnItsGround_data() { themes(); }
  void everythingIsSeenOnItsGround();
  void seriesAreToldApart_data() { themes(); }
  void seriesAreToldApart();
  void inksAreThoseOfTheTable();
  void neutralsFollowTheDesktop();
  void scalesPartAtTheirMiddle();

 private:
  static void themes() {
    QTest::addColumn<ColorTheme>("theme");
    QTest::newRow("light") << ColorTheme::light;
    QTest::newRow("dark") << ColorTheme::dark;
    QTest::newRow("safe") << ColorTheme::safe;
    QTest::newRow("redBlue") << ColorTheme::redBlue;
    QTest::newRow("gray") << ColorTheme::gray;
  }
};

namespace {

bool onScreen(ColorTheme theme) {
  return theme == ColorTheme::light || theme == ColorTheme::dark;
}

double lightnessApart(ColorRole a, ColorRole b, ColorTheme theme) {
  return std::abs(lightness(themeColor(a, theme)) - lightness(themeColor(b, theme)));
}

}  // namespace

void ColorThemeTest::signsAreToldApart() {
  QFETCH(ColorTheme, theme);
  const QColor positive = themeColor(ColorRole::andPositive, theme),
               negative = themeColor(ColorRole::andNegative, theme);
  if (theme == ColorTheme::gray) {
    // By lightness alone; each OR lies beside its AND.
    QVERIFY(lightnessApart(ColorRole::andPositive, ColorRole::andNegative, theme) > 40.0);
    QVERIFY(lightnessApart(ColorRole::andPositive, ColorRole::orPositive, theme) > 12.0);
    QVERIFY(lightnessApart(ColorRole::andNegative, ColorRole::orNegative, theme) > 12.0);
    return;
  }
  QVERIFY(colorBlindDistance(positive, negative) > 50.0);
  // On paper OR is the lighter tint of its sign; on screen it is hatched.
  for (const auto& [one, other] : {std::pair(ColorRole::andPositive, ColorRole::orPositive),
                                   std::pair(ColorRole::andNegative, ColorRole::orNegative)})
    QCOMPARE(lightness(themeColor(other, theme)) > lightness(themeColor(one, theme)) + 20.0, !onScreen(theme));
}

void ColorThemeTest::everythingIsSeenOnItsGround() {
  QFETCH(ColorTheme, theme);
  QVERIFY(lightnessApart(ColorRole::words, ColorRole::ground, theme) > 75.0);
  for (const ColorRole role : {ColorRole::quiet, ColorRole::faint, ColorRole::axis})
    QVERIFY(lightnessApart(role, ColorRole::ground, theme) > 40.0);
  for (int role = 0; role < static_cast<int>(ColorRole::words); ++role)
    QVERIFY2(
        colorDistance(themeColor(static_cast<ColorRole>(role), theme), themeColor(ColorRole::ground, theme)) > 18.0,
        qPrintable(QString::number(role)));
  for (const ColorRole role : {ColorRole::playhead, ColorRole::failed})
    QVERIFY(lightnessApart(role, ColorRole::ground, theme) > 40.0);
}

void ColorThemeTest::seriesAreToldApart() {
  QFETCH(ColorTheme, theme);
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < i; ++j) {
      const double apart =
          colorDistance(themeColor(roleOf(Ink::series(i)), theme), themeColor(roleOf(Ink::series(j)), theme));
      QVERIFY2(apart > (theme == ColorTheme::gray ? 6.0 : 20.0),
               qPrintable(QString("%1 %2: %3").arg(i).arg(j).arg(apart)));
    }
  }
}

void ColorThemeTest::inksAreThoseOfTheTable() {
  // Okabe and Ito's blue and vermillion, and the ends of a diverging map in red and blue.
  QCOMPARE(themeColor(roleOf({InkKind::andPositive}), ColorTheme::safe), QColor(0x00, 0x72, 0xB2));
  QCOMPARE(themeColor(roleOf({InkKind::andNegative}), ColorTheme::safe), QColor(0xD5, 0x5E, 0x00));
  QCOMPARE(themeColor(roleOf({InkKind::andNegative}), ColorTheme::redBlue), QColor(0xB2, 0x18, 0x2B));
  QCOMPARE(themeColor(roleOf({InkKind::andPositive}), ColorTheme::dark), QColor(0x56, 0xB4, 0xE9));
  QCOMPARE(roleOf({InkKind::text}), ColorRole::words);
  QCOMPARE(roleOf({InkKind::faint}), ColorRole::faint);
  QCOMPARE(roleOf(Ink::series(0)), ColorRole::series1);
  QCOMPARE(roleOf(Ink::series(7)), ColorRole::series2);
}

void ColorThemeTest::neutralsFollowTheDesktop() {
  const QColor words(200, 180, 160), ground(20, 40, 60);
  QCOMPARE(themeColor(ColorRole::words, ColorTheme::dark, words, ground), words);
  QCOMPARE(themeColor(ColorRole::ground, ColorTheme::dark, words, ground), ground);
  QCOMPARE(themeColor(ColorRole::axis, ColorTheme::dark, words, ground), QColor(119, 117, 115));
  QCOMPARE(themeColor(ColorRole::andPositive, ColorTheme::dark, words, ground),
           themeColor(ColorRole::andPositive, ColorTheme::dark));
  // On paper: the grays of figures, on white.
  for (const ColorTheme theme : {ColorTheme::safe, ColorTheme::redBlue, ColorTheme::gray}) {
    QCOMPARE(themeColor(ColorRole::ground, theme), QColor(Qt::white));
    QCOMPARE(themeColor(ColorRole::words, theme), QColor(0x20, 0x20, 0x20));
    QCOMPARE(themeColor(ColorRole::axis, theme), QColor(0x20, 0x20, 0x20));
    QCOMPARE(themeColor(ColorRole::faint, theme), QColor(0x70, 0x70, 0x70));
    QCOMPARE(themeColor(ColorRole::grid, theme), QColor(0xB8, 0xB8, 0xB8));
    QCOMPARE(themeColor(ColorRole::between, theme), QColor(0x80, 0x80, 0x80));
  }
}

void ColorThemeTest::scalesPartAtTheirMiddle() {
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  QCOMPARE(divergingColor(0.0, ColorTheme::safe), QColor(Qt::white));
  QCOMPARE(divergingColor(1.0, ColorTheme::safe), QColor(0x00, 0x72, 0xB2));
  QCOMPARE(divergingColor(-3.0, ColorTheme::safe), QColor(0xD5, 0x5E, 0x00));
  QCOMPARE(divergingColor(unknown, ColorTheme::gray), QColor(Qt::white));
  QCOMPARE(divergingColor(0.0, ColorTheme::dark), themeColor(ColorRole::middle, ColorTheme::dark));
  QCOMPARE(sequentialColor(0.0, ColorTheme::safe), QColor(0x44, 0x01, 0x54));
  QCOMPARE(sequentialColor(2.0, ColorTheme::safe), QColor(0xFD, 0xE7, 0x25));
  for (const ColorTheme theme : {ColorTheme::safe, ColorTheme::gray}) {
    double before = lightness(sequentialColor(0.0, theme));
    for (int i = 1; i <= 20; ++i) {
      const double now = lightness(sequentialColor(i / 20.0, theme));
      QVERIFY(theme == ColorTheme::gray ? now < before : now > before);
      before = now;
    }
  }
}

QTEST_GUILESS_MAIN(ColorThemeTest)
#include "tst_color_theme.moc"
