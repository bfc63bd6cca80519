// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

#include <vector>

namespace spindle {

/// Networks that say where five charged bodies will be: the same data for both, one simulation each with fixed seeds.
/// Input: the state after 3,100 steps of 0.001 (frame 30 of the published data; under gravity the start), target the
/// positions `horizon` steps later. The first body is observed, in the direction in which the others carry it, and the
/// measured target of a row is how far (METHOD.md#bodies).
std::vector<Recipe> bodyRecipes();

LabeledData readBodies(const DataRequest& request);

}  // namespace spindle
