// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme.h"

#include "ui/colors/color_theme.h"

#include <QApplication>
#include <QPalette>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOptionToolButton>
#include <QVariant>

namespace spindle::app {
namespace {

constexpr const char* desktopKey = "spindleDesktopPalette";

/// Fusion, with toggles that are on in the color of what is selected: a darker gray is not seen on dark.
class ToggleStyle : public QProxyStyle {
 public:
  ToggleStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override {
    const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    if (control != CC_ToolButton || button == nullptr || !(button->state & State_On))
      return QProxyStyle::drawComplexControl(control, option, painter, widget);
    QStyleOptionToolButton on = *button;
    const QColor plain = on.palette.color(QPalette::Button), lit = on.palette.color(QPalette::Highlight);
    const double share = plain.lightness() < 128 ? 0.6 : 0.35;
    const auto mixed = [share](int a, int b) { return static_cast<int>((1.0 - share) * a + share * b); };
    on.palette.setColor(QPalette::Button, QColor(mixed(plain.red(), lit.red()), mixed(plain.green(), lit.green()),
                                                 mixed(plain.blue(), lit.blue())));
    QProxyStyle::drawComplexControl(control, &on, painter, widget);
  }
};

/// Words and ground are those of the table of colors.
QPalette palette(ColorTheme theme, const QColor& window, const QColor& alternate, const QColor& button) {
  const QColor text = themeColor(ColorRole::words, theme), base = themeColor(ColorRole::ground, theme);
  const QColor highlight(0x2F, 0x6F, 0xB0);
  QPalette p;
  p.setColor(QPalette::Window, window);
  p.setColor(QPalette::WindowText, text);
  p.setColor(QPalette::Base, base);
  p.setColor(QPalette::AlternateBase, alternate);
  p.setColor(QPalette::Text, text);
  p.setColor(QPalette::Button, button);
  p.setColor(QPalette::ButtonText, text);
  p.setColor(QPalette::BrightText, Qt::red);
  p.setColor(QPalette::ToolTipBase, alternate);
  p.setColor(QPalette::ToolTipText, text);
  p.setColor(QPalette::Highlight, highlight);
  p.setColor(QPalette::HighlightedText, Qt::white);
  p.setColor(QPalette::Link, highlight);
  QColor faint = text;
  faint.setAlpha(120);
  p.setColor(QPalette::PlaceholderText, faint);
  p.setColor(QPalette::Light, button.lighter(130));
  p.setColor(QPalette::Midlight, button.lighter(115));
  p.setColor(QPalette::Mid, button.darker(130));
  p.setColor(QPalette::Dark, button.darker(160));
  p.setColor(QPalette::Shadow, QColor(0, 0, 0));
  const QColor disabled(static_cast<int>(0.5 * (text.red() + window.red())),
                        static_cast<int>(0.5 * (text.green() + window.green())),
                        static_cast<int>(0.5 * (text.blue() + window.blue())));
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, disabled);
  return p;
}

}  // namespace

void rememberDesktopPalette() {
  qApp->setProperty(desktopKey, QVariant::fromValue(qApp->palette()));
  QApplication::setStyle(new ToggleStyle);
}

void applyTheme(Theme theme) {
  switch (theme) {
    case Theme::automatic:
      QApplication::setPalette(qApp->property(desktopKey).value<QPalette>());
      return;
    case Theme::light:
      QApplication::setPalette(
          palette(ColorTheme::light, QColor(0xF3, 0xF3, 0xF3), QColor(0xF5, 0xF7, 0xF9), QColor(0xEC, 0xEC, 0xEC)));
      return;
    case Theme::dark:
      QApplication::setPalette(
          palette(ColorTheme::dark, QColor(0x2A, 0x2B, 0x2D), QColor(0x26, 0x27, 0x29), QColor(0x38, 0x3A, 0x3C)));
      return;
  }
}

}  // namespace spindle::app
