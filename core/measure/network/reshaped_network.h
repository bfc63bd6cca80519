// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/measure/network/network_loader.h"

#include <memory>
#include <string>

namespace spindle {

/// Loads with the samples' shape; where the network refuses images of this shape, as others feed them: flattened to one
/// row of numbers, without the one channel, channels last. `layout` (a word of networkLayouts(), or empty) says which
/// of these it is and is the only one tried. The result takes rows in the samples' order all the same,
/// and its notes() tell. Throws what `load` throws for the samples' own
/// shape where no other fits either; for texts with a length that does, where one is found.
std::unique_ptr<Network> loadForShape(const InputFormat& format, const std::string& layout, const LoadNetwork& load);

}  // namespace spindle
