// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

namespace spindle {

/// Neural additive models on three tables, and an MLP on the last (METHOD.md#additive-models has the accuracies).
std::vector<Recipe> additiveRecipes();

/// As readCancer(), each column scaled to [-1, 1].
LabeledData readCancerByRange(const DataRequest& request);

/// 442 patients, ten columns, and the progression of their diabetes after a year, standardized.
LabeledData readDiabetes(const DataRequest& request);

}  // namespace spindle
