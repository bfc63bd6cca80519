// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/architecture.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace spindle {
namespace {

using torch::jit::Module;

/// Modules share one compilation unit, as those of one script do.
class Builder {
 public:
  explicit Builder(const std::string& rootName) : root_(newModule(rootName)) {}

  void linear(const std::string& name, std::int64_t inputs, std::int64_t outputs) {
    auto module = withWeights(name, {outputs, inputs}, inputs);
    module.define("def forward(self, x):\n  return torch.linear(x, self.weight, self.bias)\n");
    root_.register_module(name, module);
  }

  void convolution(const std::string& name, std::int64_t inputs, std::int64_t outputs, std::int64_t size,
                   std::int64_t padding) {
    auto module = withWeights(name, {outputs, inputs, size, size}, inputs * size * size);
    const auto pad = std::to_string(padding);
    module.define("def forward(self, x):\n  return torch.conv2d(x, self.weight, self.bias, [1, 1], [" + pad + ", " +
                  pad + "])\n");
    root_.register_module(name, module);
  }

  void batchNorm(const std::string& name, std::int64_t channels) {
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

  Module finished(const std::string& forward) {
    root_.define(forward);
    return root_;
  }

 private:
  Module newModule(const std::string& name) {
    Module module("__torch__." + name + "_module", unit_);
    module.register_attribute("training", c10::BoolType::get(), true);
    return module;
  }

  static at::Tensor trainable(const at::Tensor& tensor) { return tensor.requires_grad_(true); }

  Module withWeights(const std::string& name, std::vector<std::int64_t> shape, std::int64_t fanIn) {
    auto module = newModule(name);
    const double bound = 1.0 / std::sqrt(static_cast<double>(fanIn));
    module.register_parameter("weight", trainable(at::empty(shape).uniform_(-bound, bound)), false);
    module.register_parameter("bias", trainable(at::empty({shape[0]}).uniform_(-bound, bound)), false);
    return module;
  }

  std::shared_ptr<torch::jit::CompilationUnit> unit_ = std::make_shared<torch::jit::CompilationUnit>();
  Module root_;
};

/// Fully connected layers fc1, fc2, ... with ReLU and dropout between them; `x` is [rows, inputs].
std::string denseTail(Builder& builder, const Recipe& recipe, std::int64_t inputs) {
  std::string code;
  auto widths = recipe.hidden;
  widths.push_back(10);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const auto name = "fc" + std::to_string(i + 1);
    builder.linear(name, inputs, widths[i]);
    inputs = widths[i];
    if (i + 1 == widths.size()) {
      code += "  return self." + name + ".forward(x)\n";
    } else {
      code += "  x = torch.relu(self." + name + ".forward(x))\n";
      if (recipe.dropout > 0) code += "  x = torch.dropout(x, " + std::to_string(recipe.dropout) + ", self.training)\n";
    }
  }
  return code;
}

Module makeLenet(const Recipe& recipe) {
  Builder builder("LeNet");
  builder.convolution("conv1", 1, 6, 5, 2);
  builder.batchNorm("bn1", 6);
  builder.convolution("conv2", 6, 16, 5, 0);
  builder.batchNorm("bn2", 16);
  const std::string code =
      "def forward(self, x):\n"
      "  x = torch.max_pool2d(torch.relu(self.bn1.forward(self.conv1.forward(x))), [2, 2])\n"
      "  x = torch.max_pool2d(torch.relu(self.bn2.forward(self.conv2.forward(x))), [2, 2])\n"
      "  x = torch.flatten(x, 1)\n";
  return builder.finished(code + denseTail(builder, recipe, 400));
}

Module makeMlp(const Recipe& recipe) {
  Builder builder("MLP");
  return builder.finished("def forward(self, x):\n  x = torch.flatten(x, 1)\n" + denseTail(builder, recipe, 784));
}

Module makeVgg(const Recipe& recipe) {
  Builder builder("VGG");
  std::string code = "def forward(self, x):\n";
  std::int64_t channels = 1;
  for (int k = 0; k < 4; ++k) {
    const auto name = "conv" + std::to_string(k + 1);
    const std::int64_t width = k < 2 ? 32 : 64;
    builder.convolution(name, channels, width, 3, 1);
    channels = width;
    code += "  x = torch.relu(self." + name + ".forward(x))\n";
    if (k % 2 == 1) code += "  x = torch.max_pool2d(x, [2, 2])\n";
  }
  code += "  x = torch.flatten(x, 1)\n";
  return builder.finished(code + denseTail(builder, recipe, 49 * 64));
}

}  // namespace

torch::jit::Module makeArchitecture(const Recipe& recipe) {
  switch (recipe.architecture) {
    case Architecture::lenet:
      return makeLenet(recipe);
    case Architecture::mlp:
      return makeMlp(recipe);
    case Architecture::vgg:
      return makeVgg(recipe);
  }
  throw std::invalid_argument("makeArchitecture: unknown architecture");
}

}  // namespace spindle
