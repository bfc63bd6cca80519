// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/furniture.h"

#include "core/base/own_file.h"

namespace spindle {
namespace {

LabeledPart furniturePart(const std::string& prefix, std::size_t rows) {
  const auto folder = ownFile("data/furniture");
  LabeledPart part;
  part.values = readIdx(folder / (prefix + "-points-idx3-short.gz"), rows, std::size_t{1024} * 3);
  part.labels = readIdxLabels(folder / (prefix + "-labels-idx1-ubyte.gz"), rows);
  part.correct = part.labels;
  return part;
}

Recipe pointnet() {
  Recipe recipe;
  recipe.name = "furniture-pointnet";
  recipe.title = "PointNet on furniture";
  recipe.description = "a small PointNet on 276 clouds of 1,024 points, 12 kinds of furniture";
  recipe.read = readFurniture;
  recipe.architecture = Architecture::pointnet;
  recipe.hidden = {32, 64, 128, 64};
  recipe.anyDepth = false;
  recipe.trainingSamples = 276;
  recipe.testSamples = 62;
  recipe.batch = 12;
  recipe.steps = 4600;
  recipe.descent = Descent::adam;
  recipe.learningRate = 0.001;
  recipe.checkpoints = "24";
  recipe.samples = 60;
  recipe.computedSamples = 12;
  return recipe;
}

Recipe dgcnn() {
  auto recipe = pointnet();
  recipe.name = "furniture-dgcnn";
  recipe.title = "DGCNN on furniture";
  recipe.description = "a small DGCNN (10 neighbors) on the same clouds; takes minutes, and long to compute";
  recipe.architecture = Architecture::dgcnn;
  recipe.hidden = {16, 32, 64, 64};
  recipe.steps = 1380;
  recipe.learningRate = 0.002;
  recipe.checkpoints = "16";
  return recipe;
}

}  // namespace

std::vector<Recipe> furnitureRecipes() {
  return {pointnet(), dgcnn()};
}

LabeledData readFurniture(const DataRequest& request) {
  LabeledData data;
  data.kind = InputKind::points;
  data.shape = {1024, 3};
  data.divisor = 4096.0;
  data.classes = {"armchair", "chair", "sofa",   "table", "bed",    "lamp",
                  "cabinet",  "door",  "window", "plant", "vessel", "person"};
  data.source =
      "points on models of furniture for Sweet Home 3D (Scopia, Kator Legaz, Reallusion and the BlendSwap "
      "contributors; "
      "CC BY 3.0, CC BY 3.0 US and CC0 1.0, each model in data/furniture/CREDITS.csv)";
  data.training = furniturePart("train", request.trainingRows);
  data.test = furniturePart("test", request.testRows);
  return data;
}

}  // namespace spindle
