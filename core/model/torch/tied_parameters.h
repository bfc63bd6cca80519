// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// Which parameters of a module are one and the same (an embedding that is the output layer too).
class TiedParameters {
 public:
  explicit TiedParameters(const torch::jit::Module& module);

  /// Makes those one tensor again that were tied and have equal values still: other weights may have been put in since,
  /// each by itself.
  void tieAgain() const;

 private:
  struct Place {
    torch::jit::Module owner;
    std::string attribute;
  };
  std::vector<std::vector<Place>> groups_;
};

/// Names and tensors of the module's parameters of real numbers, each once. Throws UserError for complex ones.
std::vector<std::pair<std::string, at::Tensor>> distinctParameters(const torch::jit::Module& module);

}  // namespace spindle
