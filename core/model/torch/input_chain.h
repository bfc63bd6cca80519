// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// What one operation does to the batch, as far as sharing work between coalitions is concerned.
enum class StepKind {
  identity,     ///< the values stay as and where they are
  reshape,      ///< the values stay, their places are renamed
  affine,       ///< each value times a constant plus a constant
  embedding,    ///< each token id becomes a row of numbers of its own
  mixing,       ///< a linear map over all values of a row (fully connected)
  convolution,  ///< a linear map over a window
  pointwise,    ///< any function of one value
  pool,         ///< any function of a window
};

/// Window of a two-dimensional convolution or pooling.
struct Window {
  std::array<std::int64_t, 2> size{1, 1}, stride{1, 1}, padding{0, 0}, dilation{1, 1};
};

struct Step {
  StepKind kind = StepKind::identity;
  torch::jit::Node* node = nullptr;
  Window window{};         ///< convolution and pool in two dimensions
  bool planar = true;      ///< false for a convolution or pool that is not two-dimensional
  std::string layer{};     ///< name of the layer whose weights are used, empty where there are none
  double perOutput = 0.0;  ///< multiplications for each output value
};

/// The operations through which all data flow from the graph's first input, one after another, up to the first place
/// where they branch or meet an operation that is not known here. Questions about shapes do not count as data.
std::vector<Step> inputChain(const torch::jit::Graph& graph);

/// True for an operation that asks for the shape or type of a tensor, not for its values.
bool asksShapeOnly(const torch::jit::Node& node);

}  // namespace spindle
