// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_colors.h"

#include <QPainter>
#include <QPixmap>

namespace spindle {
PlotColors PlotColors::of(const QPalette& palette) {
  PlotColors colors;
  colors.background = palette.color(QPalette::Active, QPalette::Base);
  colors.text = palette.color(QPalette::Active, QPalette::Text);
  colors.dark = colors.background.lightness() < colors.text.lightness();
  colors.faintText = colors.of(ColorRole::quiet);
  colors.axis = colors.of(ColorRole::axis);
  colors.grid = colors.of(ColorRole::grid);
  colors.positive = colors.of(ColorRole::andPositive);
  colors.negative = colors.of(ColorRole::andNegative);
  colors.train = colors.of(ColorRole::train);
  colors.test = colors.of(ColorRole::test);
  colors.gap = colors.test;
  colors.gap.setAlpha(colors.dark ? 56 : 40);
  colors.marker = colors.text;
  colors.playhead = colors.of(ColorRole::playhead);
  colors.lit = colors.of(ColorRole::lit);
  colors.failed = colors.of(ColorRole::failed);
  colors.firstRun = colors.of(ColorRole::firstRun);
  colors.secondRun = colors.of(ColorRole::secondRun);
  return colors;
}

QColor PlotColors::of(ColorRole role) const {
  return themeColor(role, theme(), text, background);
}

QBrush PlotColors::hatched(const QColor& color, double devicePixelRatio) const {
  constexpr int side = 6;
  QPixmap tile(QSize(side, side) * devicePixelRatio);
  tile.setDevicePixelRatio(devicePixelRatio);
  tile.fill(mixedColor(color, background, 0.62));
  QPainter painter(&tile);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(color, 1.6));
  for (const int shift : {-side, 0, side}) painter.drawLine(shift - 1, side + 1, shift + side + 1, -1);
  painter.end();
  QBrush brush(tile);
  return brush;
}

}  // namespace spindle
