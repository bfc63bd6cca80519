// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/result_rows.h"

#include <limits>

namespace spindle {

StrengthRow strengthRow(const OrderStrength& strength) {
  StrengthRow row;
  for (int order = 1; order <= strength.variables(); ++order) {
    row.positive.push_back(strength.positive(order));
    row.negative.push_back(strength.negative(order));
  }
  return row;
}

PhaseRecord phaseRecord(const PhaseResult& phase, const ResultsHeader& header) {
  PhaseRecord stored;
  stored.rule = phase.rule;
  stored.step = std::numeric_limits<double>::quiet_NaN();
  if (phase.checkpoint) {
    stored.checkpoint = static_cast<std::int64_t>(*phase.checkpoint);
    stored.step = header.step[*phase.checkpoint];
  }
  return stored;
}

}  // namespace spindle
