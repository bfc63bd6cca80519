// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// Numbers of a measurement by checkpoint, sample and a third index. NaN where unknown.
struct MeasuredArray {
  std::string name;
  std::array<std::size_t, 3> extent{};
  std::vector<double> values;  ///< the last index varies fastest
  [[nodiscard]] double at(std::size_t checkpoint, std::size_t sample, std::size_t k) const {
    return values[(checkpoint * extent[1] + sample) * extent[2] + k];
  }
};

/// What a measurement beside the scores left in a results file, as /measurements/NAME (METHOD.md#results-file). Who
/// reads it checks the schema and says so where it is another one.
struct StoredMeasurement {
  std::string name;
  std::int64_t schema = 1;
  std::string options;  ///< JSON, all that is needed to repeat it
  std::vector<MeasuredArray> arrays;
};

}  // namespace spindle
