// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/module_builder.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <cmath>

namespace spindle {

using torch::jit::Module;

namespace {

at::Tensor trainable(const at::Tensor& tensor) {
  return tensor.requires_grad_(true);
}

at::Tensor uniform(const std::vector<std::int64_t>& shape, std::int64_t fanIn) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(fanIn));
  return trainable(at::empty(shape).uniform_(-bound, bound));
}

std::string pair(std::int64_t value) {
  return "[" + std::to_string(value) + ", " + std::to_string(value) + "]";
}

}  // namespace

Module ModuleBuilder::newModule(const std::string& name) {
  Module module("__torch__." + name + "_module", unit_);
  module.register_attribute("training", c10::BoolType::get(), true);
  return module;
}

Module ModuleBuilder::withWeights(const std::string& name, const std::vector<std::int64_t>& shape, std::int64_t fanIn,
                                  bool bias) {
  auto module = newModule(name);
  module.register_parameter("weight", uniform(shape, fanIn), false);
  if (bias) module.register_parameter("bias", uniform({shape[0]}, fanIn), false);
  return module;
}

void ModuleBuilder::linear(const std::string& name, std::int64_t inputs, std::int64_t outputs, bool bias) {
  auto module = withWeights(name, {outputs, inputs}, inputs, bias);
  module.define(std::string("def forward(self, x):\n  return torch.linear(x, self.weight, ") +
                (bias ? "self.bias)\n" : "None)\n"));
  root_.register_module(name, module);
}

void ModuleBuilder::convolution(const std::string& name, std::int64_t inputs, std::int64_t outputs, std::int64_t size,
                                std::int64_t padding, std::int64_t stride, bool bias) {
  auto module = withWeights(name, {outputs, inputs, size, size}, inputs * size * size, bias);
  module.define(std::string("def forward(self, x):\n  return torch.conv2d(x, self.weight, ") +
                (bias ? "self.bias" : "None") + ", " + pair(stride) + ", " + pair(padding) + ")\n");
  root_.register_module(name, module);
}

void ModuleBuilder::batchNorm(const std::string& name, std::int64_t channels) {
  auto module = newModule(name);
  module.register_parameter("weight", trainable(at::ones({channels})), false);
  module.register_parameter("bias", trainable(at::zeros({channels})), false);
  module.register_buffer("running_mean", at::zeros({channels}));
  module.register_buffer("running_var", at::ones({channels}));
  module.define(
      "def forward(self, x):\n"
      "  return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, self.training, 0.1, "
      "1e-05, False)\n");
  root_.register_module(name, module);
}

void ModuleBuilder::layerNorm(const std::string& name, std::int64_t width) {
  auto module = newModule(name);
  module.register_parameter("weight", trainable(at::ones({width})), false);
  module.register_parameter("bias", trainable(at::zeros({width})), false);
  module.define("def forward(self, x):\n  return torch.layer_norm(x, [" + std::to_string(width) +
                "], self.weight, self.bias, 1e-05, False)\n");
  root_.register_module(name, module);
}

void ModuleBuilder::embedding(const std::string& name, std::int64_t count, std::int64_t width) {
  auto module = newModule(name);
  auto weight = at::empty({count, width}).normal_();
  weight.select(0, 0).zero_();
  module.register_parameter("weight", trainable(weight), false);
  module.define("def forward(self, x):\n  return torch.embedding(self.weight, x, 0, False, False)\n");
  root_.register_module(name, module);
}

void ModuleBuilder::lstm(const std::string& name, std::int64_t inputs, std::int64_t width) {
  auto module = newModule(name);
  module.register_parameter("weight_ih_l0", uniform({4 * width, inputs}, width), false);
  module.register_parameter("weight_hh_l0", uniform({4 * width, width}, width), false);
  module.register_parameter("bias_ih_l0", uniform({4 * width}, width), false);
  module.register_parameter("bias_hh_l0", uniform({4 * width}, width), false);
  module.define(
      "def forward(self, x):\n"
      "  state = torch.zeros([1, x.size(0), " +
      std::to_string(width) +
      "])\n"
      "  weights = [self.weight_ih_l0, self.weight_hh_l0, self.bias_ih_l0, self.bias_hh_l0]\n"
      "  outputs, hidden, cell = torch.lstm(x, [state, state], weights, True, 1, 0.0, self.training, False, True)\n"
      "  return outputs\n");
  root_.register_module(name, module);
}

void ModuleBuilder::parameter(const std::string& name, const std::vector<std::int64_t>& shape, double deviation) {
  parameter(name, at::empty(shape).normal_(0.0, deviation));
}

void ModuleBuilder::parameter(const std::string& name, const at::Tensor& value) {
  root_.register_parameter(name, trainable(value), false);
}

void ModuleBuilder::method(const std::string& name, const std::string& body) {
  root_.define("def " + name + "(self, x):\n" + body);
}

Module ModuleBuilder::finished(const std::string& body) {
  root_.define("def forward(self, x):\n" + body);
  return root_;
}

std::string call(const std::string& name, const std::string& value) {
  return "self." + name + ".forward(" + value + ")";
}

}  // namespace spindle
