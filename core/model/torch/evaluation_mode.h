// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/ivalue.h>
#include <torch/csrc/jit/ir/ir.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace spindle {

/// Switches layers that a trace left in training mode to evaluation, exactly as model.eval() does: dropout passes its
/// input on, batch normalization uses its running statistics (and no longer changes them), randomized ReLU its mean
/// slope.
class EvaluationMode {
 public:
  explicit EvaluationMode(std::filesystem::path file) : file_(std::move(file)) {}

  /// graph: of forward, with everything inlined. self: the module, where the graph's first input is one. Throws
  /// UserError that names the layer where the statistics of the batch are all there is.
  void switchOn(torch::jit::Graph& graph, const c10::IValue& self);

  /// One sentence that lists what was switched; empty where nothing was.
  [[nodiscard]] std::string note() const;

 private:
  void switchIn(torch::jit::Block& block);
  void switchNode(torch::jit::Node& node);

  std::filesystem::path file_;
  torch::jit::Graph* graph_ = nullptr;
  c10::IValue self_;
  std::map<std::string, std::vector<std::string>> switched_;  ///< kind of layer -> names, empty where unknown
};

}  // namespace spindle
