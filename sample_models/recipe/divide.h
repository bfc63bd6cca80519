// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"

namespace spindle {

/// Fills training and test with rows of `all` (values, labels and targets), drawn with a fixed seed: the last fifth of
/// a shuffle is the test part, as there is no published one; of each the first rows as requested.
void divide(LabeledData& data, const LabeledPart& all, const DataRequest& request);

}  // namespace spindle
