// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/gated_network.h"

#include <filesystem>
#include <memory>

namespace spindle {

/// As loadNetwork(), with gates at the layers that options.valuesOf names; "activations" alone: behind every ReLU,
/// GELU, tanh and the like. Throws UserError, too, where a layer cannot be reached or which of its numbers are units is
/// unknown; it names them. Thread-safe.
std::unique_ptr<GatedNetwork> loadGatedNetwork(const std::filesystem::path& architecture,
                                               const std::filesystem::path& weights, const NetworkOptions& options);

}  // namespace spindle
