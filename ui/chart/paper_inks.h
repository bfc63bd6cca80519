// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart_marks.h"
#include "core/chart/ink.h"

#include <QColor>
#include <QList>
#include <QPen>

namespace spindle {

/// The color of an ink in print: on white, safe for color-blind readers (Okabe-Ito), OR as the lighter tint of its
/// sign. A series repeats its colors after six.
QColor paperColor(const Ink& ink);

/// Dashes and gaps in widths of the pen, for QPen::setDashPattern; empty for a solid line and for none.
QList<qreal> paperDashes(LineStyle style);

/// A pen with flat ends of this width in points.
QPen paperPen(const QColor& color, double width, LineStyle style);

/// Lighter, for the ground of a hatched box, and see-through, for a band.
QColor paperTint(const QColor& color);
QColor paperVeil(QColor color);

/// viridis, linear between eight of its colors; share from 0 to 1, beyond them the colors of the ends.
QColor viridis(double share);

/// White at 0, the color of negative values (orange) at -1 and that of positive ones (blue) at 1 and beyond.
QColor diverging(double minusOneToOne);

}  // namespace spindle
