// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_inks.h"

#include "ui/colors/color_scales.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace spindle {
namespace {

QMap<double, QColor> spread(std::span<const QColor> colors) {
  QMap<double, QColor> stops;
  for (std::size_t i = 0; i < colors.size(); ++i)
    stops.insert(static_cast<double>(i) / static_cast<double>(colors.size() - 1), colors[i]);
  return stops;
}

QMap<double, QColor> parted(double low, double high, const PlotColors& colors) {
  const double strongest = std::max(std::abs(low), std::abs(high));
  const auto colorOf = [&](double value) {
    return divergingColor(strongest > 0.0 ? value / strongest : 0.0, colors.theme(), colors.text, colors.background);
  };
  QMap<double, QColor> stops{{0.0, colorOf(low)}, {1.0, colorOf(high)}};
  if (low < 0.0 && high > 0.0) stops.insert(-low / (high - low), colorOf(0.0));
  return stops;
}

}  // namespace

QColor screenColor(const Ink& ink, const PlotColors& colors) {
  return colors.of(roleOf(ink));
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
  gradient.setColorStops(cells.diverging ? parted(cells.low, cells.high, colors) : spread(viridis()));
  gradient.setNanHandling(QCPColorGradient::nhTransparent);
  return gradient;
}

}  // namespace spindle
