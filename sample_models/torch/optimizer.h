// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/api/module.h>

#include <vector>

namespace spindle {

/// One step of the recipe's descent at a time, as PyTorch's SGD and Adam do it: velocity = momentum * velocity +
/// gradient, or Adam with betas 0.9 and 0.999 and epsilon 1e-8 (Kingma and Ba 2015).
class Optimizer {
 public:
  /// The learning rate shrinks by Recipe::rateDecay each `stepsAnEpoch` steps.
  Optimizer(const torch::jit::Module& module, const Recipe& recipe, int stepsAnEpoch);

  /// Takes the gradients and clears them.
  void step();

  /// What else the next step depends on, but for the number of steps: tensors that can be written to.
  [[nodiscard]] std::vector<at::Tensor> state() const;
  void setSteps(int steps) { steps_ = steps; }

 private:
  [[nodiscard]] double rate() const;
  void clip();
  void stepSgd(std::size_t i);
  void stepAdam(std::size_t i);

  Descent descent_;
  double rate_, momentum_, weightDecay_, rateDecay_, gradientClip_;
  int stepsAnEpoch_, steps_ = 0;
  std::vector<at::Tensor> parameters_, first_, second_;
};

}  // namespace spindle
