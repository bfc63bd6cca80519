// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart_marks.h"

#include <QColor>
#include <QList>
#include <QPen>

namespace spindle {

/// Dashes and gaps in widths of the pen, for QPen::setDashPattern; empty for a solid line and for none.
QList<qreal> paperDashes(LineStyle style);

/// A pen with flat ends of this width in points.
QPen paperPen(const QColor& color, double width, LineStyle style);

/// Lighter, for the ground of a hatched box and for a band.
QColor paperTint(const QColor& color);
QColor paperVeil(QColor color);

}  // namespace spindle
