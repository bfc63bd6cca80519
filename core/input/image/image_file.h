// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// A decoded image: values in [0, 1] (stored value / 255, or / 65535 for 16 bits), channel first.
struct ImageFile {
  std::size_t channels = 1;  ///< 1 gray, 3 red, green, blue
  std::size_t height = 0, width = 0;
  std::vector<float> values;
};

/// Pictures of more pixels than this are refused before memory is reserved.
inline constexpr std::size_t maxImagePixels = limits::picturePixels;

/// PNG or JPEG, told apart by their first bytes. Alpha is dropped, palettes are expanded, gamma and color profiles are
/// not applied (as Python's imaging library does). Throws UserError: neither format, damaged or cut off, too large,
/// CMYK.
ImageFile decodeImage(std::span<const std::byte> bytes, const std::string& source);
ImageFile decodePng(std::span<const std::byte> bytes, const std::string& source);
ImageFile decodeJpeg(std::span<const std::byte> bytes, const std::string& source);

/// Gray to color repeats the channel; color to gray is 0.299 R + 0.587 G + 0.114 B (ITU-R 601).
ImageFile withChannels(ImageFile image, std::size_t channels);

}  // namespace spindle
