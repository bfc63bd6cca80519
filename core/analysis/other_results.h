// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"

#include <string>
#include <vector>

namespace spindle {

// What analyses of several results files share.

/// What is missing where an analysis was given fewer other files than it needs, and how to give them.
AnalysisFinding othersMissing(const AnalysisInfo& info);

/// Throws UserError where the analysis cannot use as many other files, or needs more; of a list, where none can use
/// them.
void requireOthers(const AnalysisInfo& info, std::size_t given);
void requireOthersOfSome(const AnalysisList& list, std::size_t given);

/// The analyzed results and the others, in the order in which they were given, with a label each: the run's name, or,
/// where runs have the same name, that of the place; numbered where these are equal too.
struct ResultsBeside {
  std::string label;
  const ResultsHeader* header = nullptr;
  std::span<const SampleStrengths> strengths;
  const PhaseReport* phases = nullptr;
};
std::vector<ResultsBeside> resultsBeside(const AnalysisInput& input);

/// In these things the results differ, and in no others: one finding; targets nothing. Where nothing differs it says
/// so.
AnalysisFinding differenceFinding(const std::vector<ResultsBeside>& results);

/// The same as a table, one row a thing and results.
Table differenceTable(const std::vector<ResultsBeside>& results);

}  // namespace spindle
