// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/load_network.h"

#include "core/model/module_function.h"
#include "core/model/torch_entry.h"

namespace spindle {

std::unique_ptr<Network> loadNetwork(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                                     const NetworkOptions& options) {
  static const auto load = reinterpret_cast<LoadNetworkFunction*>(moduleFunction(torchModule, loadNetworkSymbol));
  return std::unique_ptr<Network>(load(architecture, weights, options));
}

}  // namespace spindle
