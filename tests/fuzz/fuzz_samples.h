// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fuzz/damage.h"

#include <cstddef>
#include <cstdint>

/// Entries for a fuzzer, one for each reader of samples, in the form of LLVMFuzzerTestOneInput (see entry.h).
namespace spindle::fuzz {

int fuzzTable(const std::uint8_t* data, std::size_t size);
int fuzzTextTable(const std::uint8_t* data, std::size_t size);   ///< tab-separated
int fuzzJsonLines(const std::uint8_t* data, std::size_t size);   ///< with a vocabulary
int fuzzVocabulary(const std::uint8_t* data, std::size_t size);  ///< and words cut into its pieces
int fuzzTokenizer(const std::uint8_t* data, std::size_t size);   ///< tokenizer.json
int fuzzTokenizerConfig(const std::uint8_t* data, std::size_t size);
int fuzzImage(const std::uint8_t* data, std::size_t size);
int fuzzNpzSamples(const std::uint8_t* data, std::size_t size);
int fuzzTorchSamples(const std::uint8_t* data, std::size_t size);
int fuzzHdf5Samples(const std::uint8_t* data, std::size_t size);
int fuzzArrayAnswer(const std::uint8_t* data, std::size_t size);  ///< of the program that reads HDF5
int fuzzIdx(const std::uint8_t* data, std::size_t size);
int fuzzCifar(const std::uint8_t* data, std::size_t size);
int fuzzPythonCifar(const std::uint8_t* data, std::size_t size);
int fuzzPythonCifarNames(const std::uint8_t* data, std::size_t size);
int fuzzCifarClasses(const std::uint8_t* data, std::size_t size);
int fuzzPly(const std::uint8_t* data, std::size_t size);
int fuzzOff(const std::uint8_t* data, std::size_t size);
int fuzzPointRows(const std::uint8_t* data, std::size_t size);

/// A whole answer of the program that reads HDF5.
Bytes answerBytes();

/// The whole way from a file of an unknown kind: by its bytes, and as what its name says.
int fuzzAnySamples(const std::uint8_t* data, std::size_t size);

}  // namespace spindle::fuzz
