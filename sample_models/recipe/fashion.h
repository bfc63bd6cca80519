// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

namespace spindle {

// @ACC-FASHION@
std::vector<Recipe> fashionRecipes();
LabeledData readFashion(const DataRequest& request);

}  // namespace spindle
