// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace spindle {

/// Two numbers of one name, read as these.
struct EpochAndStep {
  double epoch = 0, step = 0;
};

/// Some number of steps an epoch explains all: by the same ratio everywhere, or, where steps are too large for a score
/// in percent, by steps that fall into their epoch. Epochs count from 0 or from 1, or are parts of one.
bool growTogether(std::vector<EpochAndStep> list);

}  // namespace spindle
