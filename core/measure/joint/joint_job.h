// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/game/joint_decomposition.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// Interactions of several networks from their results files; no network is evaluated.
struct JointRequest {
  std::vector<std::filesystem::path> networks;  ///< results files, two or more
  std::filesystem::path output;
  JointOptions options = {};                  ///< its noise bound is that of the first file
  double differenceShare = 0.5;               ///< of E |v(N) - v(empty)|: the paper's bound of the differences
  std::optional<std::uint64_t> shuffle = {};  ///< seed of the control (see matchedPairs)
  int workers = 1;                            ///< does not change the results
};

struct JointReport {
  Outcome outcome = Outcome::finished;
  std::vector<std::string> networks;                      ///< names
  std::vector<std::string> notes;                         ///< what was left out, what did not reach the gap
  std::size_t samples = 0, checkpoints = 0, written = 0;  ///< matched; checkpoints that were written
  std::size_t pairs = 0;                                  ///< decomposed
  std::optional<double> worstGap;                         ///< certified; nothing of the published procedure
  double objective = 0.0, separate = 0.0;                 ///< mean joint loss of a pair: joint, and of the inputs
};

/// Decomposes the scores in the files jointly, sample by sample and checkpoint by checkpoint (see matchedNetworks), and
/// writes a results file (core/store/joint_results.h). The noise bound is that of the first file. When control stops
/// it, what was finished is written as stopped results; where nothing was, `output` stays as it is (written = 0).
/// The same files give the same tables to the last bit. Throws UserError.
JointReport decomposeFiles(const JointRequest& request, RunControl& control);

}  // namespace spindle
