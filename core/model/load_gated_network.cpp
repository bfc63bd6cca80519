// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/load_gated_network.h"

#include "core/model/gates_entry.h"
#include "core/model/module_function.h"
#include "core/model/torch_entry.h"

namespace spindle {

std::unique_ptr<GatedNetwork> loadGatedNetwork(const std::filesystem::path& architecture,
                                               const std::filesystem::path& weights, const NetworkOptions& options) {
  static const auto load =
      reinterpret_cast<LoadGatedNetworkFunction*>(moduleFunction(torchModule, loadGatedNetworkSymbol));
  return std::unique_ptr<GatedNetwork>(load(architecture, weights, options));
}

}  // namespace spindle
