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

/// The results file and the draws beside it, as far as they are there.
std::vector<std::filesystem::path> drawPaths(const std::filesystem::path& results);

/// Strengths of every draw at each checkpoint of `results`, that file first; empty where fewer than two draws have it.
/// Files that are not draws of the same computation (see sameMeasurement) are left out.
std::vector<std::vector<OrderStrength>> storedDraws(const ResultsReader& results, const std::filesystem::path& file,
                                                    const Salience& salience, RunControl& control);

/// A sentence for each file that has a draw's name but is left out.
std::vector<std::string> drawsLeftOut(const ResultsReader& results, const std::filesystem::path& file);

}  // namespace spindle
