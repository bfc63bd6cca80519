// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_inks.h"

#include <cmath>

namespace spindle {

QList<qreal> paperDashes(LineStyle style) {
  switch (style) {
    case LineStyle::dashed:
      return {4.0, 2.5};
    case LineStyle::dotted:
      return {1.5, 1.5};
    case LineStyle::solid:
    case LineStyle::none:
      break;
  }
  return {};
}

QPen paperPen(const QColor& color, double width, LineStyle style) {
  QPen pen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
  if (const QList<qreal> dashes = paperDashes(style); !dashes.isEmpty()) pen.setDashPattern(dashes);
  return pen;
}

QColor paperTint(const QColor& color) {
  const auto lighter = [](int c) { return static_cast<int>(std::lround(c + 0.65 * (255 - c))); };
  return {lighter(color.red()), lighter(color.green()), lighter(color.blue())};
}

QColor paperVeil(QColor color) {
  color.setAlphaF(0.25F);
  return color;
}

}  // namespace spindle
