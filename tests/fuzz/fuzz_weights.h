#pragma once

#include <cstddef>
#include <cstdint>

/// Entries for a fuzzer, one for each reader, in the form of LLVMFuzzerTestOneInput: they return 0 whether the bytes
/// are read or refused with a UserError; anything else that is thrown is a defect and passes through.
namespace spindle::fuzz {

int fuzzWeightsSummary(const std::uint8_t* data, std::size_t size);
int fuzzWeights(const std::uint8_t* data, std::size_t size);
int fuzzTensors(const std::uint8_t* data, std::size_t size);
int fuzzNpy(const std::uint8_t* data, std::size_t size);
int fuzzNpz(const std::uint8_t* data, std::size_t size);
int fuzzPickle(const std::uint8_t* data, std::size_t size);

}  // namespace spindle::fuzz
