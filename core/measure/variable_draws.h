// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/extraction_options.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace spindle {

// Stability over draws of the input variables: the same samples and checkpoints with other variables, each draw in a
// results file of its own beside the first: results.h5, results.draw-2.h5, results.draw-3.h5, ...

/// As many variables as in options, drawn anew with `seed`: cells of the run's grid; clusters of points; words that
/// mean something; columns where the table has more than are taken. Throws UserError where there is nothing to draw:
/// variables named in run.json, or all columns taken.
std::vector<InputVariables> redrawnVariables(const Run& run, const ExtractionOptions& options, std::uint64_t seed);

/// Whether there is anything to draw. Cheap.
bool canRedraw(const Run& run, const ExtractionOptions& options);

/// The seed of the variables in `options`: that of the described grid, else 0.
std::uint64_t drawSeed(const Run& run);

/// Computes draws 2 .. draws beside `results`; with resume it goes on with what is there, else it replaces it. Draw d
/// has the seed drawSeed(run) + d - 1. progress counts the draws' checkpoints together.
Outcome extractDraws(const Run& run, const ExtractionOptions& options, const std::filesystem::path& results,
                     std::size_t draws, bool resume, RunControl& control);

}  // namespace spindle
