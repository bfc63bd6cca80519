// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/figure_canvas.h"
#include "ui/figure/figure_data.h"
#include "ui/figure/figure_spec.h"

#include <QSizeF>

namespace spindle {

// The choices behind a figure in small print at the bottom of its page, on as many lines as it is narrow.
double noteHeight(const FigureData& data, const FigureSpec& spec);  ///< 0 where spec wants none
void drawNote(FigureCanvas& canvas, const QSizeF& page, const FigureData& data, const FigureSpec& spec);

}  // namespace spindle
