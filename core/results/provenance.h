// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <cstddef>
#include <vector>

namespace spindle {

/// Where stored results come from, besides what ResultsHeader holds in fields of its own (version, names, digests).
struct Provenance {
  std::vector<std::size_t> samples, checkpoints;  ///< their numbers in the run at that time
  std::vector<Split> splits;                      ///< of each sample; shorter where the file does not say
  std::vector<bool> mislabeled;                   ///< samples known to have a wrong label; empty: none is

  bool operator==(const Provenance&) const = default;
};

}  // namespace spindle
