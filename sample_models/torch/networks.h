// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/recipe.h"
#include "sample_models/torch/module_builder.h"

namespace spindle {

/// LeNet-5 with batch norm and ReLU (LeCun et al. 1998), for 28x28 images.
torch::jit::Module makeLenet(const Recipe& recipe, const LabeledData& data);

/// Fully connected layers with ReLU on the flattened input.
torch::jit::Module makeMlp(const Recipe& recipe, const LabeledData& data);

/// The eight convolutions of VGG-11 with batch norm (Simonyan and Zisserman 2015), one linear layer.
torch::jit::Module makeVgg(const Recipe& recipe, const LabeledData& data);

/// ResNet-20 for small images (He et al. 2016): three stages of three basic blocks, 1x1 convolutions on the shortcuts
/// that change shape.
torch::jit::Module makeResnet(const Recipe& recipe, const LabeledData& data);

/// A linear stem, then blocks x + W2 relu(W1 x).
torch::jit::Module makeResidualMlp(const Recipe& recipe, const LabeledData& data);

/// A stem with ReLU, four nodes joined by linear layers with ReLU and skips as Recipe::wiring says, a linear read-out;
/// weights N(0, 2 / inputs), biases 0 (He et al. 2015). What lies on no path is left out.
torch::jit::Module makeWired(const Recipe& recipe, const LabeledData& data);

/// One value, without a bias.
torch::jit::Module makeLinear(const LabeledData& data);

/// Embedding, LSTM, mean of its outputs at the tokens that are no padding.
torch::jit::Module makeLstm(const Recipe& recipe, const LabeledData& data);

/// Embedding with learned positions, two layers of attention with two heads, normalized before each part, mean over the
/// tokens that are no padding (after Vaswani et al. 2017).
torch::jit::Module makeTransformer(const Recipe& recipe, const LabeledData& data);

/// The same layers for each point, then the maximum over the points (Qi et al. 2017), without transformers of the input
/// and batch norm.
torch::jit::Module makePointnet(const Recipe& recipe, const LabeledData& data);

/// Edge convolutions over the 10 nearest neighbors in the space of the features (Wang et al. 2019), without batch norm:
/// max over j of leaky(W [x_i, x_j - x_i] + b) = leaky((W1 - W2) x_i + b + max over j of W2 x_j), which is how it is
/// computed. Maximum and mean over the points.
torch::jit::Module makeDgcnn(const Recipe& recipe, const LabeledData& data);

/// Outputs of a network for this data.
std::int64_t outputsFor(const LabeledData& data);

/// Dropout by the recipe of the value x; empty where it has none.
std::string dropoutLine(const Recipe& recipe);

/// Fully connected layers fc1, fc2, ... of these widths with ReLU and dropout, and one to the outputs; x is [rows,
/// inputs].
std::string denseTail(ModuleBuilder& builder, const Recipe& recipe, std::vector<int> widths, std::int64_t inputs,
                      std::int64_t outputs);

}  // namespace spindle
