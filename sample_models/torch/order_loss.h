// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/training_plan.h"

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/api/module.h>

namespace spindle {

/// The second loss of a network whose interactions have the wanted contexts. In each image of the batch the patches of
/// a 4x4 grid get a random order; with u(S) the logits when only the patches S are present, S1 the first low * 16 and
/// S2 the first high * 16, the difference u(S2) - (low / high) u(S1) (coefficient 1 where low is 0) holds the contexts
/// between. Encouraged: its cross-entropy with the labels; suppressed: minus the entropy of its softmax.
/// inputs: [rows, 1, 28, 28], normalized; masked: the normalized value of a masked pixel. Two forward passes.
/// Source: Deng et al., "Discovering and Explaining the Representation Bottleneck of DNNs", ICLR 2022, section 4.
at::Tensor orderLoss(torch::jit::Module& module, const at::Tensor& inputs, const at::Tensor& labels,
                     const OrderGoal& goal, double masked);

}  // namespace spindle
