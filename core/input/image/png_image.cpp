// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/input/image/image_file.h"
#include "core/input/image/image_size.h"

#include <png.h>

#include <csetjmp>
#include <cstring>

namespace spindle {
namespace {

/// Everything that libpng touches lives here, outside the function that longjmp leaves.
struct PngReading {
  std::span<const std::byte> bytes;
  std::size_t at = 0;
  std::string message;
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::size_t width = 0, height = 0, channels = 0, depth = 0;
  std::vector<png_byte> pixels;
  std::vector<png_bytep> rows;

  PngReading() = default;
  PngReading(const PngReading&) = delete;
  PngReading& operator=(const PngReading&) = delete;
  ~PngReading() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void onError(png_structp png, png_const_charp message) {
  static_cast<PngReading*>(png_get_error_ptr(png))->message = message;
  png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

void onRead(png_structp png, png_bytep out, std::size_t size) {
  auto& reading = *static_cast<PngReading*>(png_get_io_ptr(png));
  if (size > reading.bytes.size() - reading.at) png_error(png, "the file is cut off");
  std::memcpy(out, reading.bytes.data() + reading.at, size);
  reading.at += size;
}

/// wanted: false for the size alone.
bool readPixels(PngReading& r, bool wanted) {
  if (setjmp(png_jmpbuf(r.png)) != 0) return false;
  png_set_read_fn(r.png, &r, onRead);
  png_set_chunk_malloc_max(r.png, 1 << 23);
  png_read_info(r.png, r.info);
  png_set_expand(r.png);
  png_set_strip_alpha(r.png);
  png_set_interlace_handling(r.png);
  png_read_update_info(r.png, r.info);
  r.width = png_get_image_width(r.png, r.info);
  r.height = png_get_image_height(r.png, r.info);
  r.channels = png_get_channels(r.png, r.info);
  r.depth = png_get_bit_depth(r.png, r.info);
  const std::size_t rowBytes = png_get_rowbytes(r.png, r.info);
  if (r.width == 0 || r.height > maxImagePixels / r.width) png_error(r.png, "it has more than 33 million pixels");
  if (!wanted) return true;
  // Deflate packs at most 1032 to 1 and pixels of one bit become bytes.
  if (rowBytes * r.height / 8256 > r.bytes.size()) png_error(r.png, "the file is too short for its size");
  if ((r.channels != 1 && r.channels != 3) || (r.depth != 8 && r.depth != 16)) png_error(r.png, "unknown pixel layout");
  r.pixels.resize(rowBytes * r.height);
  for (std::size_t y = 0; y < r.height; ++y) r.rows.push_back(r.pixels.data() + y * rowBytes);
  png_read_image(r.png, r.rows.data());
  png_read_end(r.png, nullptr);
  return true;
}

void read(PngReading& r, bool pixels, const std::string& source) {
  r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, onError, onWarning);
  r.info = r.png == nullptr ? nullptr : png_create_info_struct(r.png);
  if (r.info == nullptr) throw std::bad_alloc();
  if (readPixels(r, pixels)) return;
  throw UserError(source + ": the PNG image cannot be read at byte " + std::to_string(r.at) + " (" + r.message +
                  "); replace the file.");
}

}  // namespace

ImageSize pngSize(std::span<const std::byte> bytes, const std::string& source) {
  PngReading r;
  r.bytes = bytes;
  read(r, false, source);
  return {r.height, r.width};
}

ImageFile decodePng(std::span<const std::byte> bytes, const std::string& source) {
  PngReading r;
  r.bytes = bytes;
  read(r, true, source);
  ImageFile image{r.channels, r.height, r.width, {}};
  const auto area = r.width * r.height;
  image.values.resize(area * r.channels);
  for (std::size_t c = 0; c < r.channels; ++c) {
    for (std::size_t p = 0; p < area; ++p) {
      const auto k = p * r.channels + c;
      const double value = r.depth == 8 ? r.pixels[k] / 255.0 : (r.pixels[2 * k] * 256 + r.pixels[2 * k + 1]) / 65535.0;
      image.values[c * area + p] = static_cast<float>(value);
    }
  }
  return image;
}

}  // namespace spindle
