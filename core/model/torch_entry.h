// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <filesystem>
#include <string>

namespace spindle {

class ScoreGradients;
struct TorchFacts;

/// The entry point of the module spindle_torch: what loadNetwork() (load_network.h) calls. The caller owns the result.
/// Exceptions cross.
using LoadNetworkFunction = Network*(const std::filesystem::path& architecture, const std::filesystem::path& weights,
                                     const NetworkOptions& options);
inline constexpr const char* loadNetworkSymbol = "spindleLoadNetwork";

/// What loadScoreGradients() (score_gradients.h) calls, as loadNetwork() does.
using LoadScoreGradientsFunction = ScoreGradients*(const std::filesystem::path& architecture,
                                                   const std::filesystem::path& weights, const NetworkOptions& options,
                                                   const std::string& pattern);
inline constexpr const char* loadScoreGradientsSymbol = "spindleLoadScoreGradients";

/// What torchFacts() calls.
using TorchFactsFunction = void(TorchFacts& facts);
inline constexpr const char* torchFactsSymbol = "spindleTorchFacts";

/// What moduleFunction() calls first: returns torchInterface() (torch_modules.h) of the sources that the module was
/// built from, and tells the versions of the PyTorch that it was built with and of the one that it found.
using TorchModuleFunction = const char*(const char** built, const char** found);
inline constexpr const char* torchModuleSymbol = "spindleTorchModule";

inline constexpr const char* torchModule = "spindle_torch";

}  // namespace spindle
