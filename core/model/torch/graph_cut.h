// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/torch/runnable.h"

#include <memory>
#include <optional>

namespace spindle {

/// A network cut in two behind one operation: tail(head(x)) = network(x).
struct GraphCut {
  Runnable head;  ///< input -> what the operation returns
  Runnable
      tail;  ///< that -> output; where it asks for the shape of the input, a second tensor of that shape comes first
  bool tailNeedsInputShape = false;
};

/// Cuts behind `node`, an operation of network.graph() through which all data flow (see inputChain). nullopt when the
/// rest needs more than the operation's result and the input's shape.
std::optional<GraphCut> cutBehind(const Runnable& network, const torch::jit::Node& node);

}  // namespace spindle
