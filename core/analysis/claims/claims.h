// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"
#include "core/chart/table.h"

#include <cstdint>
#include <string>

namespace spindle {

/// Which training a row of the table of claims is about.
struct ClaimedRun {
  std::string network;
  double labelNoise = 0.0;
  std::uint64_t seed = 0;
};

/// What the papers claim of every network, one row a run: mean order at the start, where it is lowest and at the end
/// (90 % intervals by 200 resamples of the samples) at both ends of the tie-break, the start of phase two by each rule,
/// its distance from the opening of the loss gap, similarity of training and test samples at low and high orders,
/// mislabeled against clean samples, the theory's distance against that of the best geometric distribution. Unknown
/// stays empty.
Table claimsTable();

/// results: with the analyses "generalization" and "theory". Throws Stopped.
void addClaims(const ClaimedRun& run, const AnalyzedResults& results, Table& table, RunControl& control);

/// The same in Markdown, as it is meant to be read.
std::string markdownText(const Table& table);

}  // namespace spindle
