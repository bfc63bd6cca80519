// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/recipe.h"

#include "core/base/user_error.h"

#include <algorithm>

namespace spindle {
namespace {

const std::vector<Recipe>& table() {
  static const std::vector<Recipe> all{
      {.name = "fashion-lenet",
       .title = "LeNet on Fashion-MNIST",
       .description = "a small convolutional network with batch norm and dropout on 6,000 Fashion-MNIST images",
       .data = DataSource::fashionMnist,
       .architecture = Architecture::lenet,
       .hidden = {96, 64},
       .trainingSamples = 6000,
       .testSamples = 5000,
       .batch = 60,
       .steps = 6000,
       .learningRate = 0.01,
       .momentum = 0.9,
       .dropout = 0.2,
       .labelNoise = 0.01,
       .checkpoints = 32},
      {.name = "fashion-mlp",
       .title = "MLP on Fashion-MNIST",
       .description = "a fully connected network 784-256-256-256-10 on 5,000 Fashion-MNIST images",
       .data = DataSource::fashionMnist,
       .architecture = Architecture::mlp,
       .hidden = {256, 256, 256},
       .trainingSamples = 5000,
       .testSamples = 5000,
       .batch = 100,
       .steps = 3000,
       .learningRate = 0.05,
       .momentum = 0.0,
       .dropout = 0.0,
       .labelNoise = 0.0,
       .checkpoints = 32},
      {.name = "fashion-vgg",
       .title = "VGG-like network on Fashion-MNIST",
       .description =
           "four 3x3 convolutions of 32 and 64 channels on 6,000 Fashion-MNIST images; takes several minutes",
       .data = DataSource::fashionMnist,
       .architecture = Architecture::vgg,
       .hidden = {128},
       .trainingSamples = 6000,
       .testSamples = 2000,
       .batch = 60,
       .steps = 3000,
       .learningRate = 0.01,
       .momentum = 0.9,
       .dropout = 0.0,
       .labelNoise = 0.01,
       .checkpoints = 24},
  };
  return all;
}

std::vector<int> geometricSteps(int last, double ratio) {
  std::vector<int> steps{0};
  for (double step = 1.0; step < last; step = std::max(step * ratio, step + 1.0)) {
    steps.push_back(static_cast<int>(step));
  }
  steps.push_back(last);
  return steps;
}

}  // namespace

std::span<const Recipe> recipes() {
  return table();
}

const Recipe& recipeNamed(const std::string& name) {
  std::string known;
  for (const auto& recipe : table()) {
    if (recipe.name == name) return recipe;
    known += (known.empty() ? "" : ", ") + recipe.name;
  }
  throw UserError("There is no sample model \"" + name + "\"; choose one of " + known + ".");
}

std::vector<int> checkpointSteps(int last, int count) {
  for (double ratio = 1.01;; ratio *= 1.01) {
    auto steps = geometricSteps(last, ratio);
    if (steps.size() <= static_cast<std::size_t>(count) || count < 3 || ratio > last) return steps;
  }
}

}  // namespace spindle
