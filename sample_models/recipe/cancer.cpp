// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/cancer.h"

#include "core/base/own_file.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/table/table_samples.h"
#include "sample_models/recipe/divide.h"

#include <algorithm>

namespace spindle {

std::vector<Recipe> cancerRecipes() {
  Recipe recipe;
  recipe.name = "cancer";
  recipe.title = "Residual MLP on breast cancer";
  recipe.description = "an MLP with three residual blocks on 456 rows of 30 columns (breast cancer); takes seconds";
  recipe.read = readCancer;
  recipe.architecture = Architecture::residualMlp;
  recipe.hidden = {32, 32, 32, 32};
  recipe.trainingSamples = 456;
  recipe.testSamples = 113;
  recipe.batch = 24;
  recipe.steps = 5700;
  recipe.learningRate = 0.01;
  recipe.momentum = 0.9;
  recipe.labelNoise = 0.01;
  recipe.samples = 16;
  return {recipe};
}

LabeledData readCancer(const DataRequest& request) {
  const auto file = ownFile("data/breast-cancer/breast_cancer.csv");
  SampleHints hints;
  hints.classes = {"malignant", "benign"};
  const auto bytes = readFileBytes(file);
  const auto table = samplesFromTable(asText(bytes), file.string(), hints);
  LabeledData data;
  data.kind = InputKind::tabular;
  data.shape = table.format.shape;
  data.classes = table.classes;
  data.columns = table.columns;
  for (auto& name : data.columns) std::replace(name.begin(), name.end(), '_', ' ');
  const std::string mean = "mean ";
  for (const auto& name : data.columns) {
    if (!name.starts_with(mean)) continue;
    const auto feature = name.substr(mean.size());
    data.variables.push_back({feature, {name, feature + " error", "worst " + feature}});
  }
  data.source =
      "breast cancer Wisconsin, diagnostic (W. Wolberg, W. N. Street, O. Mangasarian; UCI Machine Learning "
      "Repository, as bundled with scikit-learn, BSD-3-Clause)";
  LabeledPart all;
  for (const auto& sample : table.samples) {
    all.values.insert(all.values.end(), sample.values.begin(), sample.values.end());
    all.labels.push_back(sample.target);
  }
  divide(data, all, request);
  normalizeByColumn(data);
  return data;
}

}  // namespace spindle
