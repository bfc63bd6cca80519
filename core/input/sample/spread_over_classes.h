// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spindle {

/// What decides whether a sample is taken.
struct PartAndClass {
  Split part = Split::unknown;
  std::int64_t target = 0;
};

/// Indices, ascending, of at most `most` samples of each part (training, test, unknown), spread evenly over the
/// classes; within a class those that come first. All of a part that has no more. The same for the same list.
std::vector<std::size_t> spreadOverClasses(const std::vector<PartAndClass>& samples, std::size_t most);

}  // namespace spindle
