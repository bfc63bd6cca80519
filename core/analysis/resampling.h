// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spindle {

/// How often a statistic over samples is drawn again, and how wide its interval is.
struct ResamplingOptions {
  std::size_t resamples = 200;
  double level = 0.9;  ///< of the interval between the two percentiles
  std::uint64_t seed = 1;
};

/// `rows` numbers below `rows`, drawn with replacement: draw j of resample b is number b * rows + j of the
/// counter-based generator splitmix64, as in findPhases(). The same on every machine.
std::vector<std::size_t> resampledRows(std::size_t rows, std::size_t resample, std::uint64_t seed);

/// Ends of the central `level` of the finite values: percentiles by linear interpolation between neighbors (numpy's
/// default). NaN where no value is finite.
struct PercentileInterval {
  double low = 0.0, high = 0.0;
};
PercentileInterval percentileInterval(std::vector<double> values, double level);

}  // namespace spindle
