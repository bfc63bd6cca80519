// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/figure_charts.h"

#include <span>
#include <vector>

namespace spindle {

/// The main figure of the two-phase papers (arXiv 2405.10262, Figure 2; 2407.19198, Figure 1), a row for each results
/// file: strength by order at chosen checkpoints under headings of the phases, positive up and negative down, and the
/// gap of the losses with the marker of the start of phase two (the mean order where there are no losses).
struct DynamicsFigureOptions {
  std::vector<double> steps = {};  ///< the checkpoints nearest to these; empty: dynamicsCheckpoints()
  bool raw = false;                ///< strengths, each panel with its own scale; else shares of the strength on one
};

/// The rows shown when nobody chose: the first, the end of phase one (the first whose mean order ties with that at the
/// start of phase two, or one midway to it), the start of phase two, one midway from there by log step, and the last.
/// Without a phase two as representativeCheckpoints().
std::vector<std::size_t> dynamicsCheckpoints(const AnalyzedResults& results);

/// Throws UserError where a file has no finished checkpoint.
FigureCharts dynamicsFigure(std::span<const AnalyzedPtr> files, const DynamicsFigureOptions& options = {});

}  // namespace spindle
