// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// A graph of tensors that can be run: the whole network, or a part of it cut out. Runs by the plain
/// interpreter, so the first call costs no more than the others.
class Runnable {
 public:
  /// `self` is the module object where the graph could not be freed from it (mutable attributes); it is passed first.
  /// `owners` are modules that must live as long: error messages look into the functions that were inlined.
  /// Runs on `device`; tensors come and go in memory all the same.
  Runnable(std::shared_ptr<torch::jit::Graph> graph, std::optional<c10::IValue> self, std::vector<c10::IValue> owners,
           at::Device device);

  /// The result as the network returns it; a tuple, list or dictionary gives its first element (a dictionary that
  /// has "logits" gives these). Throws what LibTorch throws.
  [[nodiscard]] at::Tensor run(std::initializer_list<at::Tensor> inputs) const;

  /// All that the network returns.
  [[nodiscard]] c10::IValue returned(std::initializer_list<at::Tensor> inputs) const;

  /// The same network, returning only this element of the tuple, list or dictionary (then the one named `key`).
  [[nodiscard]] Runnable withOutput(std::size_t element, const std::string& key) const;
  /// The same, of each output of a graph that has several.
  [[nodiscard]] std::vector<at::Tensor> runAll(std::initializer_list<at::Tensor> inputs) const;

  [[nodiscard]] const std::vector<c10::IValue>& owners() const { return owners_; }
  [[nodiscard]] at::Device device() const { return device_; }

  /// The graph whose inputs are the tensors; null where `self` is needed: nothing can be cut out of it.
  [[nodiscard]] std::shared_ptr<torch::jit::Graph> graph() const { return self_ ? nullptr : graph_; }

  /// The graph whatever its inputs are.
  [[nodiscard]] const torch::jit::Graph& wholeGraph() const { return *graph_; }

  /// Some operation writes into the last input in place.
  [[nodiscard]] bool changesInput() const { return changesInput_; }

 private:
  [[nodiscard]] torch::jit::Stack stackOf(std::initializer_list<at::Tensor> inputs) const;

  std::shared_ptr<torch::jit::Graph> graph_;
  std::optional<c10::IValue> self_;
  std::vector<c10::IValue> owners_;
  at::Device device_;
  torch::jit::Code code_;
  bool changesInput_;
};

}  // namespace spindle
