#pragma once

#include "core/dynamics/order_strength.h"
#include "core/dynamics/salience.h"
#include "core/pipeline/extract.h"
#include "core/store/results_file.h"

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

/// The seed of the variables in `options`: that of the described grid, else 0.
std::uint64_t drawSeed(const Run& run);

/// Where the draw with this number lies (from 1; 1 is the results file itself).
std::filesystem::path drawPath(const std::filesystem::path& results, std::size_t draw);

/// The results file and the draws beside it, as far as they are there.
std::vector<std::filesystem::path> drawPaths(const std::filesystem::path& results);

/// Computes draws 2 .. draws beside `results`; with resume it goes on with what is there, else it replaces it. Draw d
/// has the seed drawSeed(run) + d - 1. progress counts the draws' checkpoints together.
Outcome extractDraws(const Run& run, const ExtractionOptions& options, const std::filesystem::path& results,
                     std::size_t draws, bool resume, RunControl& control);

/// Strengths of every draw at each checkpoint of `results`, that file first; empty where fewer than two draws have it.
/// Files that are not draws of the same computation (see sameMeasurement) are left out.
std::vector<std::vector<OrderStrength>> storedDraws(const ResultsReader& results, const std::filesystem::path& file,
                                                    const Salience& salience, RunControl& control);

/// A sentence for each file that has a draw's name but is left out.
std::vector<std::string> drawsLeftOut(const ResultsReader& results, const std::filesystem::path& file);

}  // namespace spindle
