// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// Inputs, as the network gets them, with their labels.
struct LabeledRows {
  std::vector<float> inputs;
  std::vector<std::size_t> labels;

  [[nodiscard]] std::size_t rows() const { return labels.size(); }
};

/// What linear probes are trained on, and what they are tested on (may be empty).
struct ProbeData {
  LabeledRows train, test;
  std::string source;  ///< name of the file, or "training samples of RUN"
  std::string note;    ///< one sentence where nobody named the data; else empty
  std::string digest;  ///< of inputs and labels
};

/// Samples of `file` (any kind of file that samples may have), or, where it is empty, the run's own training samples.
/// Samples that are marked as of the test part test the probes; all others train them. Throws UserError: no file was
/// given and the run has fewer than 10 training samples of some class (says what to give); labels that are no classes,
/// or none of some class; the file cannot be read or does not fit the run.
ProbeData probeData(const Run& run, const std::filesystem::path& file, std::size_t classes);

}  // namespace spindle
