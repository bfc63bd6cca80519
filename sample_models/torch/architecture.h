// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/recipe.h"

#include <torch/csrc/jit/api/module.h>

namespace spindle {

/// The recipe's network for the data as a TorchScript module, so that it can be saved with its code; outputs logits,
/// one for each class (one value where there are none). Weights are drawn from LibTorch's default generator by
/// PyTorch's usual rules. Recipe::hidden means, by architecture:
///   lenet, mlp: widths of the fully connected layers; vgg: channels of the five stages; resnet: of the three stages;
///   residualMlp: width of the stem, then the inner width of each block; lstm: widths of embedding and LSTM;
///   transformer: widths of tokens and of the inner layer; pointnet: three widths for each point, one for the cloud;
///   wired: of each node; nam: units of each feature's first layer, then of its dense layers;
///   dgcnn: two of the edge convolutions, one for each point, one for the cloud; egnn, segno: of all layers.
torch::jit::Module makeArchitecture(const Recipe& recipe, const LabeledData& data);

}  // namespace spindle
