// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/extraction_inputs.h"
#include "core/model/network.h"
#include "core/run/run.h"

#include <string>

namespace spindle {

/// Throws UserError where the outputs of the run's own inputs (a sample whole, masked, and another) are random or
/// depend on what else is in the batch. The network's own check knows only made-up inputs, which may not meet the
/// branch, the category or the maximum that matters. 9 rows.
void requireIndependentSamples(Network& network, const ExtractionInputs& inputs, const std::string& checkpoint);

}  // namespace spindle
