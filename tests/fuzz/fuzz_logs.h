// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Entries for a fuzzer, one for each reader of losses, of run.json and of the names of checkpoints, in the form of
/// LLVMFuzzerTestOneInput (see entry.h).
namespace spindle::fuzz {

int fuzzEvents(const std::uint8_t* data, std::size_t size);
int fuzzTableLog(const std::uint8_t* data, std::size_t size);
int fuzzJsonLinesLog(const std::uint8_t* data, std::size_t size);
int fuzzJsonLog(const std::uint8_t* data, std::size_t size);
int fuzzRunDescription(const std::uint8_t* data, std::size_t size);

/// Names of checkpoints, one a line, put in order; by the pattern in the first line where that begins with "/".
int fuzzNames(const std::uint8_t* data, std::size_t size);

}  // namespace spindle::fuzz
