// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart_target.h"

#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// How a finding is meant.
enum class FindingKind {
  result,   ///< what was found
  caution,  ///< a doubt about it: few samples, a condition that does not hold
  missing,  ///< what could not be found, and what it would take
};

/// A sentence with its numbers. The sentence stands alone; `topic` is a word or two before it ("Stability").
struct AnalysisFinding {
  std::string topic;
  std::string text;
  std::vector<std::pair<std::string, double>> numbers = {};  ///< by name, full precision; NaN where unknown
  FindingKind kind = FindingKind::result;
  ChartTarget target = {};
};

}  // namespace spindle
