// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Inputs by class, as the network gets them: those that gates are learned on, and those on which they are looked at.
struct GateData {
  std::vector<std::vector<float>> train, test;  ///< [class]: row after row
  std::size_t width = 0;                        ///< of a row
  bool tested = true;                           ///< false: there are no test samples, and `test` is `train`
  std::string source;                           ///< name of the file, or "samples of RUN"
  std::string digest;                           ///< of inputs and labels
  std::vector<std::string> notes;

  [[nodiscard]] std::size_t trainRows(std::size_t c) const { return train[c].size() / width; }
  [[nodiscard]] std::size_t testRows(std::size_t c) const { return test[c].size() / width; }
};

/// Samples of `file` (any kind of file that samples may have), or, where it is empty, the run's own. Those of the test
/// part (of the file, else of the run) are looked at, all others are learned from; at most `most` of a class, drawn by
/// `seed`. Throws UserError: labels that are no classes of the network, nothing to learn from, a file that cannot be
/// read or does not fit the run.
GateData gateData(const Run& run, const std::filesystem::path& file, std::size_t classes, std::size_t most,
                  std::uint64_t seed);

}  // namespace spindle
