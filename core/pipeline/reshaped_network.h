#pragma once

#include "core/input/sample_set.h"
#include "core/model/network.h"

#include <functional>
#include <memory>

namespace spindle {

/// Loads with the samples' shape; where the network refuses images of this shape, as others feed them: flattened to one
/// row of numbers, without the one channel, channels last. The result takes rows in the samples' order all the same,
/// and its notes() tell. `load` makes the network for an input shape. Throws what `load` throws for the samples' own
/// shape where no other fits either.
using LoadNetwork = std::function<std::unique_ptr<Network>(const std::vector<std::int64_t>& shape)>;
std::unique_ptr<Network> loadForShape(const InputFormat& format, const LoadNetwork& load);

}  // namespace spindle
