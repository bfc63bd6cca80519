// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// The samples that two results share: the same number and name in the run, the same label, the same contents (where
/// both files hold digests) and the same input variables in the same order. Only their interactions can be compared one
/// by one. Never by position: a sample that stands twice in one of the files matches nothing.
struct MatchedSamples {
  std::vector<std::pair<std::size_t, std::size_t>> rows;  ///< here and there, in the order of the first
  /// One sentence on what has no partner and why; empty where all samples of both are matched.
  std::string leftOut;
};

/// name: of the second results, for the sentence. O(samples of both). Throws UserError where variables are damaged.
MatchedSamples matchedSamples(const ResultsHeader& here, const ResultsHeader& there, const std::string& name);

}  // namespace spindle
