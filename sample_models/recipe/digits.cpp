// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/digits.h"

#include "core/base/own_file.h"
#include "sample_models/recipe/divide.h"

namespace spindle {

std::vector<Recipe> digitsRecipes() {
  Recipe recipe;
  recipe.name = "digits-mlp";
  recipe.title = "MLP on 8x8 digits";
  recipe.description = "a fully connected network 64-64-64-10 on 1,438 digits of 8x8 pixels; takes seconds";
  recipe.read = readDigits;
  recipe.architecture = Architecture::mlp;
  recipe.hidden = {64, 64};
  recipe.trainingSamples = 1438;
  recipe.testSamples = 359;
  recipe.batch = 32;
  recipe.steps = 8800;
  recipe.learningRate = 0.02;
  recipe.momentum = 0.9;
  recipe.labelNoise = 0.05;
  recipe.cells = 4;
  return {recipe};
}

LabeledData readDigits(const DataRequest& request) {
  const auto folder = ownFile("data/digits");
  LabeledData data;
  data.shape = {1, 8, 8};
  data.divisor = 16.0;
  data.mean = {0.3053};
  data.std = {0.376};
  for (int digit = 0; digit < 10; ++digit) data.classes.push_back(std::to_string(digit));
  data.source =
      "8x8 digits (E. Alpaydin, C. Kaynak; UCI Machine Learning Repository, as bundled with scikit-learn, "
      "BSD-3-Clause)";
  LabeledPart all;
  all.values = readIdx(folder / "images-idx3-ubyte.gz", 1797, 64);
  all.labels = readIdxLabels(folder / "labels-idx1-ubyte.gz", 1797);
  divide(data, all, request);
  return data;
}

}  // namespace spindle
