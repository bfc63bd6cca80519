// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/network/network_loader.h"

#include <cstdint>
#include <string>

namespace spindle {

/// What to write in run.json where a network of texts refuses the samples' own length: " It takes texts of 12 tokens:
/// set ..."; empty where no length is found. `refusal` is the sentence for the own length, whose numbers often tell.
/// Loads the network at most 58 times.
std::string adviceOnLength(std::int64_t own, const std::string& refusal, const TryShape& load);

}  // namespace spindle
