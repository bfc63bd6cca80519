// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace spindle {

/// "TorchScript" or "torch.export", where the file holds a network itself, else empty. By the bytes, never by the name;
/// empty, or false, for files that cannot be read (told when their weights are).
std::string networkKind(const std::filesystem::path& file);
bool hasWeightsInside(const std::filesystem::path& file);

/// Counters beside the weights ("epoch", "global_step", ...); empty where the file has none or cannot be read.
std::map<std::string, double> scalarsInside(const std::filesystem::path& file);

}  // namespace spindle
