// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

// What all writers of results ask before they write, and how they leave nothing half-written.

/// Throws std::invalid_argument where lists of the header differ in length.
void requireConsistent(const ResultsHeader& header);

/// Throws std::invalid_argument where the tables or the strengths have another shape than the header says.
void requireFits(const ResultsHeader& header, std::size_t checkpoint, const std::vector<PairResult>& samples,
                 const StrengthRow& strength);

/// Throws UserError where a file stands at the place that is not a results file: a slip of the hand must not put
/// results in the place of somebody's thesis.
void requireReplaceable(const std::filesystem::path& results);

/// Throws OtherResults: the results in `file` were computed with other `what`.
[[noreturn]] void refuseOther(const std::string& file, const std::string& what);

/// The header of a file that holds one checkpoint of it.
ResultsHeader ofCheckpoint(const ResultsHeader& header, std::size_t checkpoint);

bool anyDone(const std::vector<std::uint8_t>& done);
bool allDone(const std::vector<std::uint8_t>& done);

/// Calls work, which writes `file`; gives the space back when it throws, even if HDF5 should still hold the file.
template <class Work>
void writing(const std::filesystem::path& file, Work&& work) {
  try {
    work();
  } catch (...) {
    std::error_code ignored;
    std::filesystem::resize_file(file, 0, ignored);
    std::filesystem::remove(file, ignored);
    throw;
  }
}

}  // namespace spindle
