// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/image/image_file.h"

#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/image/image_size.h"

namespace spindle {
namespace {

/// Else it is a JPEG.
bool isPng(std::span<const std::byte> bytes, const std::string& source) {
  const auto text = asText(bytes);
  if (text.starts_with("\x89PNG\r\n\x1a\n")) return true;
  if (text.starts_with("\xff\xd8\xff")) return false;
  throw UserError(source + ": is neither a PNG nor a JPEG image; convert it to PNG.");
}

}  // namespace

ImageFile decodeImage(std::span<const std::byte> bytes, const std::string& source) {
  return isPng(bytes, source) ? decodePng(bytes, source) : decodeJpeg(bytes, source);
}

ImageSize imageSize(std::span<const std::byte> bytes, const std::string& source) {
  return isPng(bytes, source) ? pngSize(bytes, source) : jpegSize(bytes, source);
}

ImageFile withChannels(ImageFile image, std::size_t channels) {
  if (image.channels == channels) return image;
  const auto area = image.width * image.height;
  ImageFile converted{channels, image.height, image.width, std::vector<float>(channels * area)};
  for (std::size_t p = 0; p < area; ++p) {
    if (channels == 3) {
      for (std::size_t c = 0; c < 3; ++c) converted.values[c * area + p] = image.values[p];
    } else {
      const auto value = [&](std::size_t c) { return static_cast<double>(image.values[c * area + p]); };
      converted.values[p] = static_cast<float>(0.299 * value(0) + 0.587 * value(1) + 0.114 * value(2));
    }
  }
  return converted;
}

}  // namespace spindle
