// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/bodies/simulation.h"
#include "sample_models/recipe/labeled_data.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace spindle {

enum class Architecture {
  lenet,
  mlp,
  vgg,
  resnet,
  residualMlp,
  lstm,
  transformer,
  pointnet,
  dgcnn,
  linear,
  wired,
  nam,
  egnn,
  segno
};

[[nodiscard]] constexpr bool movesBodies(Architecture architecture) {
  return architecture == Architecture::egnn || architecture == Architecture::segno;
}

/// The first layer of a neural additive model: exp-centered units clamp(exp(w) (x - b), 0, 1), or ReLU(w (x - b)).
enum class FeatureUnits { exu, relu };
enum class Descent { sgd, adam };

/// Everything that defines a sample model but the seeds. The defaults of TrainOptions stand here.
struct Recipe {
  std::string name;
  std::string title;  ///< for humans
  std::string description;
  DataReader* read = nullptr;
  Architecture architecture = Architecture::mlp;
  std::vector<int> hidden;  ///< widths; what they mean depends on the architecture (see architecture.h)
  bool anyDepth = true;     ///< another number of hidden widths makes sense
  int trainingSamples = 0;  ///< all where there are fewer
  int testSamples = 0;      ///< on which the test loss is measured
  int batch = 0;
  int steps = 0;
  Descent descent = Descent::sgd;
  double learningRate = 0.0;
  double momentum = 0.0;
  double dropout = 0.0;
  double labelNoise = 0.0;
  bool measured = false;                    ///< the target is a measured value: no classes, squared error
  double weightDecay = 0.0;                 ///< added to the gradient, times the weight
  double rateDecay = 1.0;                   ///< of the learning rate, each epoch
  std::string wiring = {};                  ///< wired: see Wiring
  FeatureUnits units = FeatureUnits::relu;  ///< nam, as all below
  int members = 1;                          ///< networks, trained side by side, whose mean is the output
  double featureDropout = 0.0;              ///< share of features left out in a training step
  double outputPenalty = 0.0;               ///< weight of the mean square of the features' parts in the loss
  double gradientClip = 0.0;                ///< longest gradient of all parameters together; 0: any
  Force force = Force::charged;             ///< egnn, segno, as the next three
  int horizon = 1000;                       ///< steps of the simulation (0.001 each) to look ahead
  double timeStep = 0.0;                    ///< segno: of its steps; 0: an eighth of the horizon
  double leftOut = 0.0;                     ///< chance of each body of a training system not to be there
  std::string checkpoints = "32";
  int samples = 50;             ///< of each part in the run folder, one class after the other
  int computedSamples = 0;      ///< of each part, computed unless asked otherwise; 0: all
  int cells = 7;                ///< images: the variables are `variables` cells of a grid of cells x cells
  int variables = 10;           ///< images
  std::array<int, 4> within{};  ///< images: of these cells (top, left, bottom, right); all zero: of all
};

/// All recipes, those of one data set after the other.
std::span<const Recipe> recipes();
const Recipe& recipeNamed(const std::string& name);  ///< throws UserError with the list of names

}  // namespace spindle
