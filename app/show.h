// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_options.h"
#include "core/dynamics/salience.h"
#include "core/dynamics/strength_curve.h"
#include "core/store/results_file.h"

#include <filesystem>
#include <iosfwd>

namespace spindle::app {

/// Choices after the scores: nothing of this needs the network again.
struct ShowOptions {
  Salience salience;
  StrengthChoice choice;
  PhaseOptions phases;
  std::filesystem::path file = {};  ///< of the results: other selections of variables and tie ends lie beside it
};

/// Writes the table of a results file: one row a checkpoint with step, epoch, losses, mean order, certified gap and
/// positive and negative strength by order; then the choices, and the phase-two start by every rule, with intervals.
void showResults(const ResultsReader& results, const ShowOptions& options, std::ostream& out);

/// What was computed and how, in one line: variables, samples, score, decomposition, from the file's own options.
std::string computedText(const ResultsHeader& header);

}  // namespace spindle::app
