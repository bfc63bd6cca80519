// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// A network rebuilt from the names and shapes of its weights: TorchScript source of forward(self, x), and which tensor
/// of the file each of its parameters is.
struct RebuiltNetwork {
  std::string source;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< attribute of the source, tensor of the file
};

}  // namespace spindle
