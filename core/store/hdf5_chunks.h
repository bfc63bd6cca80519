// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_types.h"

#include <cstdint>
#include <vector>

namespace spindle {

// Chunks of a dataset as they are compressed. All of it throws Hdf5Failure and stands under an Hdf5Scope.

struct Chunk {
  std::vector<char> bytes;
  std::uint32_t filters = 0;
};

/// Raw chunks may be copied when both datasets are chunked and filtered alike (whatever the level of compression).
bool compressedAlike(hid_t a, hid_t b);

Chunk readChunk(hid_t dataset, const Extent& offset);

/// Nothing where the chunk is empty.
void writeChunk(hid_t dataset, const Extent& offset, const Chunk& chunk);

}  // namespace spindle
