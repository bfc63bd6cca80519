// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/fashion.h"

namespace spindle {
namespace {

LabeledPart fashionPart(const std::string& prefix, std::size_t rows) {
  const std::filesystem::path folder = "/usr/share/datasets/fashion-mnist";
  const std::string missing = "install Fashion-MNIST with: apt-get install dataset-fashion-mnist";
  LabeledPart part;
  part.values = readIdx(folder / (prefix + "-images-idx3-ubyte.gz"), rows, 784, missing);
  part.labels = readIdxLabels(folder / (prefix + "-labels-idx1-ubyte.gz"), rows, missing);
  part.correct = part.labels;
  return part;
}

/// What the four have in common.
Recipe fashionRecipe() {
  Recipe recipe;
  recipe.read = readFashion;
  recipe.trainingSamples = 6000;
  recipe.testSamples = 5000;
  recipe.batch = 60;
  recipe.steps = 6000;
  recipe.learningRate = 0.01;
  recipe.momentum = 0.9;
  recipe.labelNoise = 0.01;
  recipe.within = {1, 1, 6, 6};
  return recipe;
}

Recipe lenet() {
  auto recipe = fashionRecipe();
  recipe.name = "fashion-lenet";
  recipe.title = "LeNet on Fashion-MNIST";
  recipe.description = "a small convolutional network with batch norm and dropout on 6,000 Fashion-MNIST images";
  recipe.architecture = Architecture::lenet;
  recipe.hidden = {96, 64};
  recipe.dropout = 0.2;
  recipe.samples = 16;
  return recipe;
}

Recipe mlp() {
  auto recipe = fashionRecipe();
  recipe.name = "fashion-mlp";
  recipe.title = "MLP on Fashion-MNIST";
  recipe.description = "a fully connected network 784-256-256-256-10 on 5,000 Fashion-MNIST images";
  recipe.architecture = Architecture::mlp;
  recipe.hidden = {256, 256, 256};
  recipe.trainingSamples = 5000;
  recipe.batch = 100;
  recipe.steps = 3000;
  recipe.learningRate = 0.05;
  recipe.momentum = 0.0;
  recipe.labelNoise = 0.0;
  return recipe;
}

Recipe vgg() {
  auto recipe = fashionRecipe();
  recipe.name = "fashion-vgg";
  recipe.title = "VGG-11-like network on Fashion-MNIST";
  recipe.description = "VGG-11 with batch norm and channels 16 to 64 on 6,000 Fashion-MNIST images; takes minutes";
  recipe.architecture = Architecture::vgg;
  recipe.hidden = {16, 32, 64, 64, 64};
  recipe.anyDepth = false;
  recipe.testSamples = 2000;
  recipe.steps = 3000;
  recipe.checkpoints = "24";
  recipe.computedSamples = 10;
  return recipe;
}

Recipe resnet() {
  auto recipe = vgg();
  recipe.name = "fashion-resnet";
  recipe.title = "ResNet-20-like network on Fashion-MNIST";
  recipe.description = "ResNet-20 with channels 8, 16 and 32 on 6,000 Fashion-MNIST images; takes minutes";
  recipe.architecture = Architecture::resnet;
  recipe.hidden = {8, 16, 32};
  return recipe;
}

/// As in the paper but for the size of data and network, the rate and the number of epochs.
Recipe wired() {
  auto recipe = mlp();
  recipe.name = "dag-mlp";
  recipe.title = "MLP wired";  // the wiring follows
  recipe.description =
      "a stem, four nodes of 256 units joined as --dag says, and a read-out, on 5,000 Fashion-MNIST images";
  recipe.read = readPlainFashion;
  recipe.architecture = Architecture::wired;
  recipe.wiring = "2_21_112";
  recipe.hidden = {256};
  recipe.anyDepth = false;
  recipe.batch = 128;
  recipe.steps = 39 * 30;
  recipe.learningRate = 1e-3;
  recipe.checkpoints = "20";
  recipe.within = {1, 1, 6, 6};
  recipe.samples = 16;
  return recipe;
}

}  // namespace

std::vector<Recipe> fashionRecipes() {
  return {lenet(), mlp(), vgg(), resnet(), wired()};
}

LabeledData readPlainFashion(const DataRequest& request) {
  auto data = readFashion(request);
  data.mean = {0.0};
  data.std = {1.0};
  return data;
}

LabeledData readFashion(const DataRequest& request) {
  LabeledData data;
  data.shape = {1, 28, 28};
  data.divisor = 255.0;
  data.mean = {0.286};
  data.std = {0.353};
  data.classes = {"T-shirt", "trousers", "pullover", "dress", "coat",
                  "sandal",  "shirt",    "sneaker",  "bag",   "ankle boot"};
  data.source = "Fashion-MNIST (Zalando Research, MIT license), from the Debian package dataset-fashion-mnist";
  data.training = fashionPart("train", request.trainingRows);
  data.test = fashionPart("t10k", request.testRows);
  return data;
}

}  // namespace spindle
