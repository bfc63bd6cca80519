// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/page_layout.h"

namespace spindle {

/// Lays out the rows of a composed figure (those with FigureLines) from `top` down, and returns where they end. One
/// legend stands above all. Where rows have the same structure, their panels are aligned and the labels of x stand
/// below the last one. A row that is too wide is cut between charts of unlike axes.
double layOutComposed(const FigureCanvas& canvas, const FigurePage& page, double width, double top,
                      std::vector<PageLayout::Row>& rows);

}  // namespace spindle
