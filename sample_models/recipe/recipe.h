// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace spindle {

enum class DataSource { fashionMnist };
enum class Architecture { lenet, mlp, vgg };

/// Everything that defines a sample model but the seeds. The defaults of TrainOptions stand here.
struct Recipe {
  std::string name;
  std::string title;  ///< for humans
  std::string description;
  DataSource data;
  Architecture architecture;
  std::vector<int> hidden;  ///< widths of the fully connected layers before the output
  int trainingSamples;
  int testSamples;  ///< on which the test loss is measured
  int batch;
  int steps;
  double learningRate;
  double momentum;
  double dropout;
  double labelNoise;
  int checkpoints;
};

std::span<const Recipe> recipes();
const Recipe& recipeNamed(const std::string& name);  ///< throws UserError with the list of names

/// Steps at which checkpoints are saved: 0, then close to a geometric series up to `last`; at most `count` of them.
std::vector<int> checkpointSteps(int last, int count);

}  // namespace spindle
