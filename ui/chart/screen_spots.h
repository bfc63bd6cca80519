// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"

#include <QPointF>
#include <QString>

class QCustomPlot;

namespace spindle {

/// What a click at this pixel selects: the target of the nearest value that has one. None beside the axes.
ChartTarget targetAt(const Chart& chart, const QCustomPlot& plot, const QPointF& pixel);

/// The numbers at this pixel, "order 3: measured 0.123, theory 0.200": those of the value under it, else of the
/// nearest place on the x axis, and of all marks that have a value at the same place. Empty beside the axes.
QString numbersAt(const Chart& chart, const QCustomPlot& plot, const QPointF& pixel);

}  // namespace spindle
