#include "ui/plots/plot_colours.h"

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

PlotColours PlotColours::of(const QPalette& palette) {
  PlotColours colours;
  colours.background = palette.color(QPalette::Active, QPalette::Base);
  colours.text = palette.color(QPalette::Active, QPalette::Text);
  colours.dark = colours.background.lightness() < colours.text.lightness();
  colours.faintText = mixed(colours.text, colours.background, 0.38);
  colours.axis = mixed(colours.text, colours.background, 0.45);
  colours.grid = mixed(colours.text, colours.background, 0.88);
  colours.positive = colours.dark ? QColor(0x56, 0xB4, 0xE9) : QColor(0x00, 0x72, 0xB2);
  colours.negative = colours.dark ? QColor(0xE8, 0x7A, 0x2B) : QColor(0xD5, 0x5E, 0x00);
  colours.train = colours.dark ? QColor(0x3F, 0xC7, 0x9F) : QColor(0x00, 0x7E, 0x5B);
  colours.test = colours.dark ? QColor(0xDE, 0x9A, 0xC3) : QColor(0xA8, 0x4A, 0x82);
  colours.gap = colours.test;
  colours.gap.setAlpha(colours.dark ? 56 : 40);
  colours.marker = colours.text;
  colours.playhead = colours.dark ? QColor(0xFF, 0xD3, 0x4D) : QColor(0x9A, 0x6A, 0x00);
  colours.lit = QColor(0xFF, 0xD3, 0x4D);
  colours.failed = colours.dark ? QColor(0xFF, 0x7B, 0x72) : QColor(0xB4, 0x23, 0x18);
  return colours;
}

QBrush PlotColours::hatched(const QColor& colour, double devicePixelRatio) const {
  constexpr int side = 6;
  QPixmap tile(QSize(side, side) * devicePixelRatio);
  tile.setDevicePixelRatio(devicePixelRatio);
  tile.fill(mixed(colour, background, 0.62));
  QPainter painter(&tile);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colour, 1.6));
  for (const int shift : {-side, 0, side}) painter.drawLine(shift - 1, side + 1, shift + side + 1, -1);
  painter.end();
  QBrush brush(tile);
  return brush;
}

}  // namespace spindle
