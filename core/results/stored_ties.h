// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/dynamics/salience.h"
#include "core/dynamics/sample_strengths.h"
#include "core/game/decomposition.h"
#include "core/store/results_file.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace spindle {

// The same scores decomposed at the two ends of the tie-break (METHOD.md#ties), each end in a results file of its own
// beside the first: results.ties-low.h5, results.ties-high.h5. The end that the first file has itself needs none.

/// Where that end of these results lies. ties: low or high.
std::filesystem::path tiesPath(const std::filesystem::path& results, TieBreak ties);

/// Whether `other` holds the same scores as `results`, decomposed with another tie-break.
bool sameScores(const ResultsHeader& results, const ResultsHeader& other);

/// The strengths of both ends by checkpoint; both empty unless both are there.
struct TieEnds {
  std::vector<SampleStrengths> low, high;
  std::vector<std::string> leftOut;  ///< a sentence for each file that has the name of an end but is none

  [[nodiscard]] bool any() const { return !low.empty() && !high.empty(); }
};

/// own: the strengths of `results` itself, by checkpoint. O(checkpoints * samples * 2^n) from the disk where an end
/// lies beside it. Throws Stopped.
TieEnds storedTies(const ResultsReader& results, const std::filesystem::path& file,
                   std::span<const SampleStrengths> own, const Salience& salience, RunControl& control);

}  // namespace spindle
