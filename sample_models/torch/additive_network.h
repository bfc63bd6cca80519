// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/recipe.h"

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/api/module.h>

namespace spindle {

/// Neural additive models (Agarwal et al., NeurIPS 2021): in each of Recipe::members networks every feature has a
/// network of its own, Recipe::hidden[0] units and then dense layers, and the output is the sum of their values and a
/// constant; that of the module is the mean over the members. Two classes: 0 and that value as logits. Beside forward()
/// the module has terms(x), the values [rows, members * features]. In forward() they pass a hardtanh without effect, so
/// that whoever reads the values of layers finds them as "hardtanh1".
torch::jit::Module makeAdditive(const Recipe& recipe, const LabeledData& data);

/// What the recipe minimizes on a batch: the task's loss of each member with its penalty, added up over the members,
/// which learn apart from each other. targets: labels of two classes (int64), or measured values.
at::Tensor additiveLoss(torch::jit::Module& module, const at::Tensor& inputs, const at::Tensor& targets,
                        const Recipe& recipe);

}  // namespace spindle
