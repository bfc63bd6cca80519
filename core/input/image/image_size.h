// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace spindle {

/// Width and height of an image in pixels, from the head of its file: costs nothing, however large the image is.
struct ImageSize {
  std::size_t height = 0, width = 0;
};

/// Of a PNG or JPEG. Throws UserError as decodeImage does, for what the head tells.
ImageSize imageSize(std::span<const std::byte> bytes, const std::string& source);
ImageSize pngSize(std::span<const std::byte> bytes, const std::string& source);
ImageSize jpegSize(std::span<const std::byte> bytes, const std::string& source);

}  // namespace spindle
