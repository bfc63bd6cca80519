// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/parts/part.h"

#include <string>

namespace spindle {

/// What a shard says of itself among its options; merged results say nothing of it.
struct StoredPart {
  Part part;
  std::string command;  ///< for a shell, without --part and --resume; makes any other part

  bool operator==(const StoredPart&) const = default;
};

}  // namespace spindle
