// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Entries for a fuzzer, one for each reader of weights, in the form of LLVMFuzzerTestOneInput (see entry.h).
namespace spindle::fuzz {

int fuzzWeightsSummary(const std::uint8_t* data, std::size_t size);
int fuzzWeights(const std::uint8_t* data, std::size_t size);
int fuzzTensors(const std::uint8_t* data, std::size_t size);
int fuzzExported(const std::uint8_t* data, std::size_t size);
int fuzzNpy(const std::uint8_t* data, std::size_t size);
int fuzzNpz(const std::uint8_t* data, std::size_t size);
int fuzzPickle(const std::uint8_t* data, std::size_t size);

}  // namespace spindle::fuzz
