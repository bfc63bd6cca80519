#pragma once

#include "core/model/torch/runnable.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// The network that `layers` describe (see rebuilt_network.h), with the weights of the file or folder, frozen. A
/// config.json beside the weights is read too. Throws UserError.
Runnable loadRebuilt(const std::vector<std::string>& layers, const std::filesystem::path& weights,
                     const std::vector<std::int64_t>& inputShape);

}  // namespace spindle
