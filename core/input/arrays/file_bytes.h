// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_source.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// The whole file, at most limits::fileBytes. Throws UserError when it cannot be opened, is a folder, or is larger.
std::vector<std::byte> readFileBytes(const std::filesystem::path& file);

/// Text without a UTF-8 byte order mark. Throws UserError for UTF-16.
std::string_view withoutMark(std::string_view text, const std::string& source);

bool isGzip(std::span<const std::byte> bytes);

/// Inflates gzip data (several members are joined), at most limits::fileBytes; memory grows with what really comes
/// out. Throws UserError when the data are damaged or cut off.
std::vector<std::byte> inflated(std::span<const std::byte> bytes, const std::string& source);

/// At most the first `count` inflated bytes; fewer when the data are damaged or end.
std::vector<std::byte> inflatedHead(std::span<const std::byte> bytes, std::size_t count);

}  // namespace spindle
