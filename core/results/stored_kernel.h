// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// The neural tangent kernel of the score on the first N samples of the results (METHOD.md#tangent-kernel), the
/// measurement "kernel" of a results file. NaN at checkpoints that could not be used.
struct TangentKernel {
  static constexpr const char* name = "kernel";
  static constexpr std::size_t mostSamples = 200;
  std::string pattern = "*";           ///< which parameters, by name
  std::uint64_t parameters = 0;        ///< how many numbers these are
  std::vector<std::string> unreached;  ///< names of those that no gradient comes to
  MeasuredArray ntk;                   ///< [C, N, N]: products of gradients of the score
  MeasuredArray eigenvalues;           ///< [C, N, 1]: of it, ascending
  MeasuredArray normalized;            ///< [C, N, 1]: of the kernel divided by the lengths of the gradients, ascending

  [[nodiscard]] std::size_t samples() const { return ntk.extent[1]; }
};

StoredMeasurement asStored(const TangentKernel& kernel);

/// None where the results hold no such measurement. Throws UserError where it is of another schema or damaged.
std::optional<TangentKernel> storedKernel(const ResultsHeader& header);

}  // namespace spindle
