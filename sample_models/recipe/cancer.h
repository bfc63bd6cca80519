// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

namespace spindle {

// @ACC-CANCER@
std::vector<Recipe> cancerRecipes();

/// The 30 columns, and one variable for each of the ten features: its mean, standard error and worst value together.
LabeledData readCancer(const DataRequest& request);

}  // namespace spindle
