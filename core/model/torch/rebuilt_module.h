// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"
#include "core/model/torch/load_module.h"

#include <filesystem>

namespace spindle {

/// The network that options.layers describe (see rebuild_network.h), with the weights of the file or folder, frozen. A
/// config.json beside the weights is read too. Parameters that are kept have the names of the file's
/// tensors. Throws UserError.
LoadedNetwork loadRebuilt(const NetworkOptions& options, const std::filesystem::path& weights,
                          Parameters parameters = Parameters::constant);

}  // namespace spindle
