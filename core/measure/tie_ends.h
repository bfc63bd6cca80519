// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// What was written.
struct TieEndsReport {
  Outcome outcome = Outcome::finished;
  std::vector<std::filesystem::path> written;
};

/// Decomposes the scores of a results file anew at the ends of the tie-break that it does not have itself, each into a
/// file beside it (stored_ties.h), with the noise bound and the certified gap of the first. Needs no network. An end
/// that is there and holds these scores is kept. Where it is stopped, no half file is left. About twice a plain
/// decomposition a pair and end. Throws UserError for results that are not AND-OR decomposed.
TieEndsReport computeTieEnds(const std::filesystem::path& results, int workers, RunControl& control);

}  // namespace spindle
