// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_result.h"
#include "core/dynamics/salience.h"
#include "core/dynamics/strength_curve.h"
#include "core/store/results_file.h"

#include <filesystem>

namespace spindle {

/// Copies results with the strengths of another threshold, and writes it, the choice of kinds and normalization and the
/// column of the log that is shown down as its view; the tables are the same.
/// Throws UserError; an interrupted copy leaves nothing at `file`.
void copyResults(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                 const StrengthChoice& choice, const std::string& column = {});

/// Puts the strengths of another threshold into finished results, in place of those that are there; the tables are the
/// same. Returns the start of phase two under it. Throws UserError; then `file` is as it was.
PhaseResult storeSalience(const std::filesystem::path& file, const Salience& salience);

/// Puts a measurement into finished results, in the place of one of the same name. Throws UserError; then `file` is as
/// it was.
void storeMeasurement(const std::filesystem::path& file, StoredMeasurement measurement);

/// Whether the results have the same steps, epochs, losses and (where they have some) logged columns as `header`.
bool sameTimeline(const ResultsHeader& stored, const ResultsHeader& header);

/// Puts the same results with the steps, epochs and losses of `header` (corrected in run.json, or computed since) in
/// the place of finished ones. `results` was opened from `file`. Throws UserError; then `file` is as it was.
void renewTimeline(const ResultsReader& results, const std::filesystem::path& file, const ResultsHeader& header);

}  // namespace spindle
