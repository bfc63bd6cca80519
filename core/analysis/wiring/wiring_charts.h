// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/wiring/wired_numbers.h"
#include "core/chart/chart.h"
#include "core/store/results_file.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// Results of one network.
struct WiredRun {
  std::string label;
  std::shared_ptr<const ResultsReader> results;
  std::optional<Wiring> wiring;      ///< where the name of the run tells it
  std::vector<double> meanOrders;    ///< by checkpoint; NaN where unknown
  std::optional<std::size_t> start;  ///< checkpoint where phase two starts, by the mean order
  [[nodiscard]] const ResultsHeader& header() const { return results->header(); }
};

// The charts of this analysis.

/// Nodes from left to right, linear layers solid, skips dashed.
Chart wiringDrawing(const Wiring& wiring);

/// Effective depth and width of all wirings of four nodes, the box that the paper's rule keeps, and those in `numbers`
/// by their labels; the first one is the chosen one.
Chart wiringPlane(std::span<const Wiring> named);

/// Bars for each of `numbers`: the bound and the least eigenvalues in both modes; or these divided by the diagonal.
Chart wiringEigenvalues(std::span<const WiredNumbers> numbers, bool normalized, const std::string& missing);

/// Training losses, or mean orders, of all results on one axis.
Chart wiringLosses(std::span<const WiredRun> runs);
Chart wiringOrders(std::span<const WiredRun> runs);

}  // namespace spindle
