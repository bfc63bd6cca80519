// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/salience.h"
#include "core/dynamics/strength_curve.h"
#include "core/input/sample/sample_set.h"
#include "core/store/results_file.h"

#include <string>
#include <vector>

namespace spindle {

// Single answers out of readOptions(), with the defaults where the file does not say.

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

/// The column of the log that was shown over training; empty where there was none.
std::string storedColumn(const ResultsHeader& header);

}  // namespace spindle
