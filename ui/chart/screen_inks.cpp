// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_inks.h"

#include <qcustomplot.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

QColor mixed(const QColor& from, const QColor& to, double share) {
  const auto channel = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
  return {channel(from.red(), to.red()), channel(from.green(), to.green()), channel(from.blue(), to.blue())};
}

QMap<double, QColor> viridis() {
  const std::array<QColor, 8> colors{QColor(68, 1, 84),    QColor(70, 50, 127),  QColor(54, 92, 141),
                                     QColor(39, 127, 142), QColor(31, 161, 135), QColor(74, 194, 109),
                                     QColor(159, 218, 58), QColor(253, 231, 37)};
  QMap<double, QColor> stops;
  for (std::size_t i = 0; i < colors.size(); ++i)
    stops.insert(static_cast<double>(i) / static_cast<double>(colors.size() - 1), colors[i]);
  return stops;
}

QMap<double, QColor> parted(double low, double high, const PlotColors& colors) {
  const QColor middle = mixed(colors.background, colors.text, 0.08);
  const double strongest = std::max(std::abs(low), std::abs(high));
  const auto colorOf = [&](double value) {
    return mixed(middle, colors.strength(value >= 0.0), strongest > 0.0 ? std::abs(value) / strongest : 0.0);
  };
  QMap<double, QColor> stops{{0.0, colorOf(low)}, {1.0, colorOf(high)}};
  if (low < 0.0 && high > 0.0) stops.insert(-low / (high - low), middle);
  return stops;
}

}  // namespace

QColor screenColor(const Ink& ink, const PlotColors& colors) {
  switch (ink.kind) {
    case InkKind::andPositive:
    case InkKind::orPositive:
    case InkKind::measured:
      return colors.positive;
    case InkKind::andNegative:
    case InkKind::orNegative:
    case InkKind::theory:
      return colors.negative;
    case InkKind::train:
    case InkKind::reference:
      return colors.train;
    case InkKind::test:
      return colors.test;
    case InkKind::faint:
      return colors.axis;
    case InkKind::series: {
      const std::array<QColor, 6> series{colors.positive, colors.negative,          colors.train,
                                         colors.test,     QColor(0xC9, 0x8A, 0x00), colors.faintText};
      return series[static_cast<std::size_t>(std::max(0, ink.number)) % series.size()];
    }
    case InkKind::text:
      break;
  }
  return colors.text;
}

QPen screenPen(const Ink& ink, LineStyle style, double width, const PlotColors& colors) {
  QPen pen(screenColor(ink, colors), width);
  if (style == LineStyle::dashed) pen.setDashPattern({4.0, 2.5});
  if (style == LineStyle::dotted) pen.setDashPattern({1.2, 2.2});
  return pen;
}

QColor translucent(const QColor& color, const PlotColors& colors) {
  QColor thin = color;
  thin.setAlpha(colors.dark ? 72 : 56);
  return thin;
}

QCPColorGradient cellGradient(const Cells& cells, const PlotColors& colors) {
  QCPColorGradient gradient;
  gradient.setColorStops(cells.diverging ? parted(cells.low, cells.high, colors) : viridis());
  gradient.setNanHandling(QCPColorGradient::nhTransparent);
  return gradient;
}

}  // namespace spindle
