// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/gated_network.h"

#include <filesystem>

namespace spindle {

/// What loadGatedNetwork() calls in the module spindle_torch. The caller owns the result. Exceptions cross.
using LoadGatedNetworkFunction = GatedNetwork*(const std::filesystem::path& architecture,
                                               const std::filesystem::path& weights, const NetworkOptions& options);
inline constexpr const char* loadGatedNetworkSymbol = "spindleLoadGatedNetwork";

}  // namespace spindle
