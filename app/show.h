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
};

/// Writes the table of a results file: one row a checkpoint with step, epoch, losses, mean order, certified gap and
/// positive and negative strength by order; then the choices, and the phase-two start by every rule, with intervals.
void showResults(const ResultsReader& results, const ShowOptions& options, std::ostream& out);

/// How far to trust the results, one row a checkpoint: the matching error with and without what is not salient, what
/// the salient interactions explain, and whether the mean scores rise with the number of variables (math: 1.2).
/// Then the stability over the draws of variables that lie beside `file`.
void showTrust(const ResultsReader& results, const std::filesystem::path& file, const ShowOptions& options,
               std::ostream& out);

/// Whether interactions generalize, by order (math: 2.5): similarity of training and test samples over training, clean
/// against mislabeled samples, and the samples that turn to high orders first.
void showGeneralization(const ResultsReader& results, const ShowOptions& options, std::ostream& out);

/// Shapley and Banzhaf values and the strongest pairs of one sample at a checkpoint, from its scores. Throws UserError
/// where there is no such pair or it is not computed.
void showValues(const ResultsReader& results, std::size_t sample, std::size_t checkpoint, std::ostream& out);

/// What was computed and how, in one line: variables, samples, score, decomposition, from the file's own options.
std::string computedText(const ResultsHeader& header);

}  // namespace spindle::app
