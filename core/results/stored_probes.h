// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/results_options.h"
#include "core/store/results_file.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// How the linear probes of a series over depth were trained, and how good they are. Lists go by frame; the last is the
/// network itself. Stands among the options of the results as "probes".
struct StoredProbes {
  std::string checkpoint;        ///< name of the one whose layers these are
  std::string data, dataDigest;  ///< what they were trained on
  std::size_t trainSamples = 0, testSamples = 0;
  double l2 = 0.0;
  std::vector<double> trainAccuracy, testAccuracy;  ///< of each frame; testAccuracy empty without test samples

  bool operator==(const StoredProbes&) const = default;
};

/// Empty where the results have none. Throws UserError where they are damaged.
std::optional<StoredProbes> storedProbes(const ResultsHeader& header);

void storeProbes(const StoredProbes& probes, ResultsOptions& options);

}  // namespace spindle
