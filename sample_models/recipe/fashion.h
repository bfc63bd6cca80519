// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

namespace spindle {

/// Networks on 28x28 images. Usual test accuracies with all 60,000 training images (benchmark list in README.md of
/// github.com/zalandoresearch/fashion-mnist): MLP 256-128-64 0.90; two convolutions 0.88 to 0.92; VGG-16 0.935;
/// ResNet-18 with augmentation 0.949. Here with 5,000 or 6,000 images and no augmentation, so that over-fitting shows
/// within minutes (seed 0, one core of a loaded machine): fashion-mlp 0.834 in 2 minutes, fashion-lenet (seed 2) 0.861,
/// fashion-vgg 0.872 in 5, fashion-resnet 0.83 to 0.87 over its last checkpoints in 15. After 30 epochs of fashion-mlp
/// 0.829, with --suppress 0.7:1 0.836, with --encourage 0.3:0.7 0.833, with --suppress 0:0.5 0.833. fashion-lenet keeps
/// 16 samples of each part, as the bundled run has them.
std::vector<Recipe> fashionRecipes();
LabeledData readFashion(const DataRequest& request);
LabeledData readPlainFashion(const DataRequest& request);  ///< pixels from 0 to 1

}  // namespace spindle
