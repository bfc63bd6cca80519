#pragma once

#include "core/model/torch/runnable.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// The network that `layers` describe (see layer_chain.h), with the weights of the file, frozen. Throws UserError.
Runnable loadChain(const std::vector<std::string>& layers, const std::filesystem::path& weights,
                   const std::vector<std::int64_t>& inputShape);

}  // namespace spindle
