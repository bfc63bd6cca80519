// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

namespace spindle {

// @ACC-DIGITS@
std::vector<Recipe> digitsRecipes();
LabeledData readDigits(const DataRequest& request);

}  // namespace spindle
