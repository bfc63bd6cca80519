// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace spindle {

/// The JSON object in a small file that a user wrote (at most 1 MiB). Throws UserError that names the file.
nlohmann::ordered_json readJsonObject(const std::filesystem::path& file);

/// The same from text; where: what the text is, for messages.
nlohmann::ordered_json jsonObject(std::string_view text, const std::string& where);

}  // namespace spindle
