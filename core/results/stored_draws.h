// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/dynamics/order_strength.h"
#include "core/dynamics/salience.h"
#include "core/store/results_file.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

// Results of other draws of the input variables, each in a file of its own beside the first: results.h5,
// results.draw-2.h5, results.draw-3.h5, ...

/// Where the draw with this number lies (from 1; 1 is the results file itself).
std::filesystem::path drawPath(const std::filesystem::path& results, std::size_t draw);

/// The results file and the draws beside it, as far as they are there.
std::vector<std::filesystem::path> drawPaths(const std::filesystem::path& results);

/// What other draws of the input variables tell.
struct DrawnStrengths {
  std::vector<std::vector<OrderStrength>> byCheckpoint;  ///< of every draw; empty where fewer than two have it
  std::vector<std::string> leftOut;                      ///< a sentence for each file that is no such draw

  [[nodiscard]] bool any() const {
    return std::any_of(byCheckpoint.begin(), byCheckpoint.end(), [](const auto& draws) { return !draws.empty(); });
  }
};

/// Strengths of every draw at each checkpoint of `results`, that file first. Files that are not draws of the same
/// computation (see sameMeasurement) are left out. O(draws * checkpoints * samples * 2^n) from the disk.
DrawnStrengths storedDraws(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                           RunControl& control);

}  // namespace spindle
