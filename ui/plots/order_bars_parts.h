// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/order_bars_plot.h"
#include "ui/plots/plot_colors.h"

#include <qcustomplot.h>

#include <array>
#include <vector>

namespace spindle {

/// What the bars are drawn with.
struct OrderBarsPlot::Parts {
  static constexpr std::size_t kinds = 4;

  QCustomPlot* plot = nullptr;
  std::array<QCPBars*, kinds> bars = {};    // AND and OR above zero, AND and OR below
  std::array<QCPBars*, kinds> beside = {};  // the same of a second run
  std::array<QCPBars*, 2> pinned = {};      // outlines, above and below
  std::array<QCPGraph*, 2> totals = {};     // invisible, carry the standard errors
  std::array<QCPErrorBars*, 2> errors = {};
  std::vector<QCPItemRect*> band;         // spread over draws of the variables
  std::vector<QCPItemRect*> spread;       // over samples
  std::vector<QCPItemBracket*> brackets;  // between the ends of the tie-break
  QCPItemRect* lit = nullptr;
  QCPItemStraightLine* zero = nullptr;
  QCPTextElement* heading = nullptr;
  QCPLegend* legend = nullptr;
  PlotColors colors;
};

}  // namespace spindle
