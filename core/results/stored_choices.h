// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_result.h"
#include "core/dynamics/salience.h"
#include "core/dynamics/strength_curve.h"
#include "core/input/sample/sample_set.h"
#include "core/store/results_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

// Single answers out of readOptions(), with the defaults where the file does not say, and copies with other choices.

/// "train", "test" or "unknown" of each sample.
std::vector<Split> storedSplits(const ResultsHeader& header);

/// Which samples are known to have a wrong label; all false where the file does not say.
std::vector<bool> storedMislabeled(const ResultsHeader& header);

/// The network's score that was measured ("log-odds"); empty where the file does not say.
std::string storedScore(const ResultsHeader& header);

/// What counted as salient when the strengths were stored.
Salience storedSalience(const ResultsHeader& header);

/// "salient by T1: ...; protocol two-phase: masked at relu1; 32 samples, 10 variables", for figures.
std::string choicesLine(const ResultsHeader& header, const Salience& salience);

/// What a view showed of the strengths when they were saved; both kinds, raw, where the file does not say.
StrengthChoice storedChoice(const ResultsHeader& header);

/// Copies results with the strengths of another threshold, and writes it and the choice of kinds and normalization down
/// as its view; the tables are the same.
/// Throws UserError; an interrupted copy leaves nothing at `file`.
void copyResults(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                 const StrengthChoice& choice);

/// Puts the strengths of another threshold into finished results, in place of those that are there; the tables are the
/// same. Returns the start of phase two under it. Throws UserError; then `file` is as it was.
PhaseResult storeSalience(const std::filesystem::path& file, const Salience& salience);

/// Whether the results have the same steps, epochs and losses of their checkpoints as `header`.
bool sameTimeline(const ResultsHeader& stored, const ResultsHeader& header);

/// Puts the same results with the steps, epochs and losses of `header` (corrected in run.json, or computed since) in
/// the place of finished ones. `results` was opened from `file`. Throws UserError; then `file` is as it was.
void renewTimeline(const ResultsReader& results, const std::filesystem::path& file, const ResultsHeader& header);

}  // namespace spindle
