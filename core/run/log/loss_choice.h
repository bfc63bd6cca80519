// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/description/run_description.h"

#include <string>
#include <vector>

namespace spindle {

/// Which columns of a log hold the losses; empty names where none does.
struct LossChoice {
  LossColumns columns;
  std::vector<std::string> trainCandidates, testCandidates;  ///< best first
};

}  // namespace spindle
