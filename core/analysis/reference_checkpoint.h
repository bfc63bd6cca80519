// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <optional>

namespace spindle {

/// The last checkpoint with a computed sample; none where nothing is computed.
std::optional<std::size_t> lastComputedCheckpoint(const ResultsReader& results);

/// The computed checkpoint of the lowest known test loss (the first of equal ones); none where no loss is known.
std::optional<std::size_t> bestComputedCheckpoint(const ResultsReader& results);

}  // namespace spindle
