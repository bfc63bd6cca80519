// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/additive.h"

#include "core/base/own_file.h"
#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/sample/numbers.h"
#include "sample_models/recipe/cancer.h"
#include "sample_models/recipe/divide.h"
#include "sample_models/recipe/friedman.h"

#include <sstream>

namespace spindle {
namespace {

/// Of the published settings the number of units is smaller, as the data are.
Recipe additive(const std::string& name, const std::string& title, const std::string& data, DataReader* read) {
  Recipe recipe;
  recipe.name = name;
  recipe.title = title;
  recipe.description = "a neural additive model (five of them, their mean) on " + data;
  recipe.read = read;
  recipe.architecture = Architecture::nam;
  recipe.hidden = {64, 32};
  recipe.batch = 64;
  recipe.descent = Descent::adam;
  recipe.learningRate = 5e-3;
  recipe.rateDecay = 0.995;
  recipe.dropout = 0.1;
  recipe.featureDropout = 0.05;
  recipe.outputPenalty = 1e-3;
  recipe.members = 5;
  recipe.checkpoints = "20";
  recipe.samples = 400;
  recipe.computedSamples = 16;
  return recipe;
}

void setRows(Recipe& recipe, int training, int test, int epochs) {
  recipe.trainingSamples = training;
  recipe.testSamples = test;
  recipe.steps = epochs * (training / recipe.batch);
}

}  // namespace

std::vector<Recipe> additiveRecipes() {
  auto cancer = additive("nam-cancer", "Additive model on breast cancer", "456 rows of 30 columns (breast cancer)",
                         readCancerByRange);
  setRows(cancer, 456, 113, 200);
  auto diabetes =
      additive("nam-diabetes", "Additive model on diabetes", "354 rows of ten columns (diabetes)", readDiabetes);
  diabetes.measured = true;
  setRows(diabetes, 354, 88, 200);
  auto friedman = additive("nam-friedman", "Additive model on Friedman-1",
                           "800 rows of ten columns (Friedman-1, one true interaction)", readFriedman);
  friedman.measured = true;
  setRows(friedman, 800, 200, 200);
  auto mlp = friedman;
  mlp.name = "friedman-mlp";
  mlp.title = "MLP on Friedman-1";
  mlp.description = "a fully connected network 10-64-64-1 on the same";
  mlp.architecture = Architecture::mlp;
  mlp.hidden = {64, 64};
  mlp.members = 1;
  mlp.dropout = mlp.featureDropout = mlp.outputPenalty = 0.0;
  return {cancer, diabetes, friedman, mlp};
}

LabeledData readCancerByRange(const DataRequest& request) {
  auto data = readCancer(request);
  normalizeByRange(data);
  return data;
}

LabeledData readDiabetes(const DataRequest& request) {
  const auto file = ownFile("data/diabetes/diabetes.csv");
  const auto bytes = readFileBytes(file);
  std::istringstream lines{std::string(asText(bytes))};
  LabeledData data;
  data.kind = InputKind::tabular;
  data.columns = {"age", "sex", "body mass index",   "blood pressure", "total cholesterol",
                  "LDL", "HDL", "cholesterol ratio", "triglycerides",  "glucose"};
  data.shape = {static_cast<std::int64_t>(data.columns.size())};
  data.source =
      "diabetes (B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Least Angle Regression, 2004; as bundled with "
      "scikit-learn, BSD-3-Clause)";
  LabeledPart all;
  std::string line;
  std::getline(lines, line);  // the heading
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string cell;
    std::vector<double> values;
    while (std::getline(cells, cell, ',')) {
      const auto value = numberFrom(cell, false);
      if (value) values.push_back(*value);
    }
    if (values.size() != data.columns.size() + 1)
      throw UserError(file.string() + " is damaged; install Spindle again.");
    all.targets.push_back(values.back());
    values.pop_back();
    for (const double value : values) all.values.push_back(static_cast<float>(value));
    all.labels.push_back(0);
  }
  divide(data, all, request);
  standardizeTargets(data);
  normalizeByRange(data);
  return data;
}

}  // namespace spindle
