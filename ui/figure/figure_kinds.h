// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/figure_canvas.h"
#include "ui/figure/figure_data.h"
#include "ui/figure/figure_spec.h"

#include <QSizeF>

namespace spindle {

// Each draws one kind of figure on a page of the given size in points.
void drawOrdersFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data, const FigureSpec& spec);
void drawDynamicsFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data);
void drawHeatmapFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data);
void drawTheoryFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data);          // needs data.theory
void drawGeneralizationFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data);  // data.similarity

void drawGroupsFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data,
                      const FigureSpec& spec);  // groups
void drawUntrainedFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data);
void drawSparsityFigure(FigureCanvas& canvas, const QSizeF& page, const FigureData& data);  // data.sparsity

/// Rows of panels that `points` panels need at this page width.
int orderFigureRows(std::size_t points, double widthPoints);

}  // namespace spindle
