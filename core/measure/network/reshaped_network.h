// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/measure/network/network_loader.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// The input shape that a network takes, and how a sample becomes such a row.
struct FittedShape {
  std::vector<std::int64_t> shape;
  std::string told;                  ///< half a sentence; empty: the samples' own shape
  std::vector<std::uint32_t> place;  ///< where each element of a sample stands in the network's row; empty: the same

  /// Rows in the order of the samples, in that of the network.
  [[nodiscard]] std::vector<float> moved(std::span<const float> rows) const;
};

/// The samples' own shape, or, where the network refuses it, one as others feed them (see loadForShape). The last shape
/// that was tried is the one returned.
FittedShape fittedShape(const InputFormat& format, const std::string& layout, const TryShape& load);

/// Loads with the samples' shape; where the network refuses images of this shape, as others feed them: flattened to one
/// row of numbers, without the one channel, channels last. `layout` (a word of networkLayouts(), or empty) says which
/// of these it is and is the only one tried. The result takes rows in the samples' order all the same,
/// and its notes() tell. Throws what `load` throws for the samples' own
/// shape where no other fits either; for texts with a length that does, where one is found.
std::unique_ptr<Network> loadForShape(const InputFormat& format, const std::string& layout, const LoadNetwork& load);

}  // namespace spindle
