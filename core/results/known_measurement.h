// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstdint>
#include <string_view>

namespace spindle {

/// The stored measurement of this name; null where there is none. `what` is for the sentence where it has another
/// schema: "The sampled context orders in the results file of RUN have". Throws UserError.
const StoredMeasurement* knownMeasurement(const ResultsHeader& header, std::string_view name, std::int64_t schema,
                                          const std::string& what);

}  // namespace spindle
