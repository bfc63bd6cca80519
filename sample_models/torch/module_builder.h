// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// Puts a TorchScript module together: layers by name, then the source of its forward(). Modules share one compilation
/// unit, as those of one script do. Weights are drawn from LibTorch's default generator by PyTorch's usual rules, in
/// the order of the calls.
class ModuleBuilder {
 public:
  explicit ModuleBuilder(const std::string& rootName) : root_(newModule(rootName)) {}

  void linear(const std::string& name, std::int64_t inputs, std::int64_t outputs, bool bias = true);
  void convolution(const std::string& name, std::int64_t inputs, std::int64_t outputs, std::int64_t size,
                   std::int64_t padding, std::int64_t stride = 1, bool bias = true);
  void batchNorm(const std::string& name, std::int64_t channels);
  void layerNorm(const std::string& name, std::int64_t width);

  /// Row 0, of padding, is zero and stays so.
  void embedding(const std::string& name, std::int64_t count, std::int64_t width);

  /// One layer, batch first, from zero states; forward() returns the outputs of all tokens.
  void lstm(const std::string& name, std::int64_t inputs, std::int64_t width);

  /// A parameter of the root, drawn from N(0, deviation^2).
  void parameter(const std::string& name, const std::vector<std::int64_t>& shape, double deviation);

  void parameter(const std::string& name, const at::Tensor& value);

  /// A method of the root of one argument x, for others that are defined later.
  void method(const std::string& name, const std::string& body);

  /// `body`: indented statements that turn `x` into the result.
  torch::jit::Module finished(const std::string& body);

 private:
  torch::jit::Module newModule(const std::string& name);
  torch::jit::Module withWeights(const std::string& name, const std::vector<std::int64_t>& shape, std::int64_t fanIn,
                                 bool bias);

  std::shared_ptr<torch::jit::CompilationUnit> unit_ = std::make_shared<torch::jit::CompilationUnit>();
  torch::jit::Module root_;
};

/// "self.NAME.forward(VALUE)"
std::string call(const std::string& name, const std::string& value = "x");

}  // namespace spindle
