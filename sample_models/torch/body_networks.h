// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/recipe.h"

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/api/module.h>

namespace spindle {

// Both take rows of kind "bodies", [rows, n, 12] (BodyColumns), and return [rows, 1 + 3 n K + 3 n]: the score (how far
// the observed body is carried along its direction beyond its velocity, METHOD.md#bodies), then the positions of all
// bodies at K times up to the last, then their velocities. A body that is not there sends nothing and stays at 0; sums
// over the others are divided by n - 1 whoever is there, so that it is as if it had never been. The score is unchanged
// by rotations, reflections, translations and the order of the bodies; positions and velocities follow them.

/// SEGNO (Liu et al., ICLR 2024, arXiv 2308.13212): one layer, applied K = 8 times, gives an acceleration; velocity
/// and position take steps of Recipe::timeStep (0: an eighth of the time that the input looks ahead). Recipe::hidden:
/// width.
torch::jit::Module makeSegno(const Recipe& recipe, const LabeledData& data);

/// EGNN with velocities (Satorras et al., ICML 2021, arXiv 2102.09844): four layers that each move the bodies; K = 1.
/// Its velocity at the end is the mean velocity on the way.
torch::jit::Module makeEgnn(const Recipe& recipe, const LabeledData& data);

/// Mean over systems of the squared error of the last positions, over the coordinates of the bodies that are there.
/// positions: [rows, 3 n].
at::Tensor bodiesLoss(const at::Tensor& output, const at::Tensor& positions, const at::Tensor& inputs);

}  // namespace spindle
