// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_report.h"
#include "core/results/stored_draws.h"
#include "core/results/stored_ties.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

struct ResultsHeader;

/// A start of phase two for each choice, or none; in the order of the draws, or low and high.
using PhaseStarts = std::vector<std::optional<std::size_t>>;

/// By the rules "mean order minimum" and "change point", under each whole selection of the variables; empty where there
/// is no other than the first.
PhaseStarts meanOrderStarts(const DrawnStrengths& draws, const PhaseOptions& options);
PhaseStarts changePointStarts(const DrawnStrengths& draws, const PhaseOptions& options);

/// The same at both ends of the tie-break; empty where there are none.
PhaseStarts meanOrderStarts(const TieEnds& ties, const PhaseOptions& options);
PhaseStarts changePointStarts(const TieEnds& ties, const PhaseOptions& options);

/// What they span with the start itself; none where there is neither draw nor end, or no start at all.
std::optional<ChoiceRange> rangeOfStarts(const std::optional<std::size_t>& own, const PhaseStarts& draws,
                                         const PhaseStarts& ties);

/// Gives the two rules that look at interactions their range (the loss gap depends on no such choice).
void addChoices(PhaseReport& report, const DrawnStrengths& draws, const TieEnds& ties, const PhaseOptions& options);

/// "over draws and ties", as a label says it.
std::string choicesText(const ChoiceRange& range);

/// "step 37 (37 to 85 over draws)": the start as every label has it.
std::string startText(const ResultsHeader& header, const PhaseResult& start);

}  // namespace spindle
