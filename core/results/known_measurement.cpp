// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/known_measurement.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <string>

namespace spindle {

const StoredMeasurement* knownMeasurement(const ResultsHeader& header, std::string_view name, std::int64_t schema,
                                          const std::string& what) {
  const auto found = std::ranges::find(header.measurements, name, &StoredMeasurement::name);
  if (found == header.measurements.end()) return nullptr;
  if (found->schema != schema)
    throw UserError(what + " schema version " + std::to_string(found->schema) + ", but this Spindle reads version " +
                    std::to_string(schema) + "; open it with a newer Spindle.");
  return &*found;
}

}  // namespace spindle
