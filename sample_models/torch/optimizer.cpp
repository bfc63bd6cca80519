// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/optimizer.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>

namespace spindle {

Optimizer::Optimizer(const torch::jit::Module& module, const Recipe& recipe, int stepsAnEpoch)
    : descent_(recipe.descent),
      rate_(recipe.learningRate),
      momentum_(recipe.momentum),
      weightDecay_(recipe.weightDecay),
      rateDecay_(recipe.rateDecay),
      gradientClip_(recipe.gradientClip),
      stepsAnEpoch_(stepsAnEpoch) {
  for (const auto& parameter : module.parameters()) {
    parameters_.push_back(parameter);
    first_.push_back(at::zeros_like(parameter));
    if (descent_ == Descent::adam) second_.push_back(at::zeros_like(parameter));
  }
}

void Optimizer::step() {
  const at::NoGradGuard noGradients;
  ++steps_;
  if (gradientClip_ > 0.0) clip();
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (weightDecay_ > 0.0) parameters_[i].mutable_grad().add_(parameters_[i], weightDecay_);
    descent_ == Descent::sgd ? stepSgd(i) : stepAdam(i);
    parameters_[i].mutable_grad().reset();
  }
}

/// As torch.nn.utils.clip_grad_norm_.
void Optimizer::clip() {
  double square = 0.0;
  for (const auto& parameter : parameters_) square += parameter.grad().square().sum().item<double>();
  const double scale = gradientClip_ / (std::sqrt(square) + 1e-6);
  if (!(scale < 1.0)) return;
  for (auto& parameter : parameters_) parameter.mutable_grad().mul_(scale);
}

std::vector<at::Tensor> Optimizer::state() const {
  auto all = first_;
  all.insert(all.end(), second_.begin(), second_.end());
  return all;
}

double Optimizer::rate() const {
  return rateDecay_ == 1.0 ? rate_ : rate_ * std::pow(rateDecay_, (steps_ - 1) / stepsAnEpoch_);
}

void Optimizer::stepSgd(std::size_t i) {
  first_[i].mul_(momentum_).add_(parameters_[i].grad());
  parameters_[i].sub_(first_[i], rate());
}

void Optimizer::stepAdam(std::size_t i) {
  constexpr double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  const auto& gradient = parameters_[i].grad();
  first_[i].mul_(beta1).add_(gradient, 1.0 - beta1);
  second_[i].mul_(beta2).addcmul_(gradient, gradient, 1.0 - beta2);
  const double correction1 = 1.0 - std::pow(beta1, steps_), correction2 = 1.0 - std::pow(beta2, steps_);
  const auto size = second_[i].sqrt().div_(std::sqrt(correction2)).add_(epsilon);
  parameters_[i].addcdiv_(first_[i], size, -rate() / correction1);
}

}  // namespace spindle
