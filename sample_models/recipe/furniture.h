// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

namespace spindle {

// @ACC-FURNITURE@
std::vector<Recipe> furnitureRecipes();
LabeledData readFurniture(const DataRequest& request);

}  // namespace spindle
