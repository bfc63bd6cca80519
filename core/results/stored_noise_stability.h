// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstdint>
#include <optional>

namespace spindle {

/// How stable salient interactions are when the inputs have noise (METHOD.md#stability-under-input-noise), the
/// measurement "noise-stability" of a results file. Numbers of the measurement by checkpoint, sample and order.
struct NoiseStability {
  static constexpr const char* name = "noise-stability";
  std::uint64_t draws = 20, seed = 1;
  double sigma = 0.02;  ///< of the noise, in raw units; tables: in standard deviations of each column
  MeasuredArray
      stability;          ///< [C, S, n]: mean of |mean| / standard deviation over the salient interactions of an order
  MeasuredArray salient;  ///< [C, S, n]: how many these are
};

StoredMeasurement asStored(const NoiseStability& stability);

/// None where the results hold no such measurement. Throws UserError where it is of another schema or damaged.
std::optional<NoiseStability> storedNoiseStability(const ResultsHeader& header);

}  // namespace spindle
