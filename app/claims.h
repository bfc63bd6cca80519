// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle::app {

/// Which sample networks are trained for the table of claims.
struct ClaimsOptions {
  std::filesystem::path folder;
  std::vector<std::string> networks = {};  ///< empty: all
  std::vector<double> labelNoise{0.0, 0.2, 0.4};
  int seeds = 3;
  int steps = 0;  ///< 0: as each network does; else so many and 4 checkpoints, for tests
  int threads = 1;
};

/// Trains each network with each share of wrong labels and each seed into a folder of its own, computes its results at
/// both ends of the tie-break beside it, and writes claims.csv and claims.md after every one. What is there is not made
/// again: stopped or killed, the next call goes on. Returns what claims.md holds. Throws UserError; Stopped.
std::string makeClaims(const ClaimsOptions& options, RunControl& control);

}  // namespace spindle::app
