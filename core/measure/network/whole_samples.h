// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/extraction_options.h"
#include "core/measure/measurement.h"
#include "core/measure/network/masked_model.h"

#include <vector>

namespace spindle {

/// Samples of the results as one variable each: all of it present, or all at the baseline of the results.
struct WholeSamples {
  /// The first `count` of them.
  WholeSamples(const MeasurementRequest& request, std::size_t count);
  std::vector<MaskedInput> inputs;
  std::vector<ScoreRule> rules;
};

/// Options that load the networks as for the results, without masking inside them. Throws UserError where the layout of
/// the images is not known (requireKnownLayout).
ExtractionOptions networkAlone(const MeasurementRequest& request, const RunControl& control);

}  // namespace spindle
