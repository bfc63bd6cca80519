// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/dynamics/order_strength.h"
#include "core/dynamics/salience.h"
#include "core/store/results_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

// Results of other draws of the input variables, each in a file of its own beside the first: results.h5,
// results.draw-2.h5, results.draw-3.h5, ...

/// Where the draw with this number lies (from 1; 1 is the results file itself).
std::filesystem::path drawPath(const std::filesystem::path& results, std::size_t draw);

/// What other draws of the input variables tell.
struct DrawnStrengths {
  /// [draw][checkpoint], the results themselves first; without samples where a draw lacks the checkpoint or one of the
  /// samples that the first has there. Empty unless there are other draws.
  std::vector<std::vector<OrderStrength>> byDraw;
  std::vector<std::size_t> numbers;  ///< of the draws, see drawPath()
  std::vector<std::string> leftOut;  ///< a sentence for each file that is no such draw, or not all of one

  /// Of every draw that has the checkpoint; empty where fewer than two have it.
  [[nodiscard]] std::vector<OrderStrength> at(std::size_t checkpoint) const;
  /// Whether any checkpoint has two.
  [[nodiscard]] bool any() const;
  /// Whether that draw has every checkpoint that the first has.
  [[nodiscard]] bool whole(std::size_t draw) const;
};

/// Strengths of every draw at each checkpoint of `results`, that file first. Files that are not draws of the same
/// computation (see sameMeasurement) are left out. O(draws * checkpoints * samples * 2^n) from the disk.
DrawnStrengths storedDraws(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                           RunControl& control);

}  // namespace spindle
