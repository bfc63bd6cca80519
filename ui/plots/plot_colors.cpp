// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_colors.h"

#include <QPainter>
#include <QPixmap>

#include <cmath>

namespace spindle {
namespace {

QColor mixed(const QColor& a, const QColor& b, double share) {
  const auto channel = [share](int from, int to) { return static_cast<int>(std::lround(from + share * (to - from))); };
  return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

}  // namespace

PlotColors PlotColors::of(const QPalette& palette) {
  PlotColors colors;
  colors.background = palette.color(QPalette::Active, QPalette::Base);
  colors.text = palette.color(QPalette::Active, QPalette::Text);
  colors.dark = colors.background.lightness() < colors.text.lightness();
  colors.faintText = mixed(colors.text, colors.background, 0.38);
  colors.axis = mixed(colors.text, colors.background, 0.45);
  colors.grid = mixed(colors.text, colors.background, 0.88);
  colors.positive = colors.dark ? QColor(0x56, 0xB4, 0xE9) : QColor(0x00, 0x72, 0xB2);
  colors.negative = colors.dark ? QColor(0xE8, 0x7A, 0x2B) : QColor(0xD5, 0x5E, 0x00);
  colors.train = colors.dark ? QColor(0x3F, 0xC7, 0x9F) : QColor(0x00, 0x7E, 0x5B);
  colors.test = colors.dark ? QColor(0xDE, 0x9A, 0xC3) : QColor(0xA8, 0x4A, 0x82);
  colors.gap = colors.test;
  colors.gap.setAlpha(colors.dark ? 56 : 40);
  colors.marker = colors.text;
  colors.playhead = colors.dark ? QColor(0xFF, 0xD3, 0x4D) : QColor(0x9A, 0x6A, 0x00);
  colors.lit = QColor(0xFF, 0xD3, 0x4D);
  colors.failed = colors.dark ? QColor(0xFF, 0x7B, 0x72) : QColor(0xB4, 0x23, 0x18);
  colors.firstRun = colors.positive;
  colors.secondRun = colors.dark ? QColor(0xF0, 0xB4, 0x2C) : QColor(0xC9, 0x86, 0x00);
  return colors;
}

QBrush PlotColors::hatched(const QColor& color, double devicePixelRatio) const {
  constexpr int side = 6;
  QPixmap tile(QSize(side, side) * devicePixelRatio);
  tile.setDevicePixelRatio(devicePixelRatio);
  tile.fill(mixed(color, background, 0.62));
  QPainter painter(&tile);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(color, 1.6));
  for (const int shift : {-side, 0, side}) painter.drawLine(shift - 1, side + 1, shift + side + 1, -1);
  painter.end();
  QBrush brush(tile);
  return brush;
}

}  // namespace spindle
