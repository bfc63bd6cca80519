// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/generalizable/judge.h"
#include "core/analysis/generalizable/judged_strength.h"

#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// Which judges are asked, how many of them must agree, and what they say.
struct Verdict {
  std::string name;
  std::vector<std::size_t> judges;
  std::size_t votes = 1;
  std::vector<std::optional<JudgedStrength>> at;  ///< by checkpoint; none where no sample is known to all of them
};

/// Each judge alone; with several judges also the majority and, last, all of them. known: the computed checkpoints of
/// the analyzed results, whose salient interactions are `here`. sameStep: as Judge::rowFor(); sameSign: as
/// judgedStrength().
std::vector<Verdict> verdictsOf(const ResultsHeader& header, const std::vector<Judge>& judges, const SalientPass& here,
                                const std::vector<std::size_t>& known, bool sameStep, bool sameSign);

}  // namespace spindle
