// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace spindle {

/// Makes the network for an input shape. Throws UserError where it does not take it.
using LoadNetwork = std::function<std::unique_ptr<Network>(const std::vector<std::int64_t>& shape)>;

/// Tries a network with an input shape. Throws UserError where it does not take it.
using TryShape = std::function<void(const std::vector<std::int64_t>& shape)>;

}  // namespace spindle
