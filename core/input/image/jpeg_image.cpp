// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/input/image/image_file.h"
#include "core/input/image/image_size.h"

#include <array>
#include <csetjmp>
#include <cstdio>

// jpeglib.h needs <cstdio> before it.
#include <jpeglib.h>

#include <jerror.h>

namespace spindle {
namespace {

struct JpegReading {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf escape;
  std::array<char, JMSG_LENGTH_MAX> message{};
  std::vector<JSAMPLE> pixels;

  JpegReading() = default;
  JpegReading(const JpegReading&) = delete;
  JpegReading& operator=(const JpegReading&) = delete;
  ~JpegReading() { jpeg_destroy_decompress(&jpeg); }
};

[[noreturn]] void onError(j_common_ptr jpeg) {
  auto& reading = *static_cast<JpegReading*>(jpeg->client_data);
  (*jpeg->err->format_message)(jpeg, reading.message.data());
  std::longjmp(reading.escape, 1);
}

/// Data that end early or break off are an error here: half a image must not pass for a sample.
void onMessage(j_common_ptr jpeg, int level) {
  const int code = jpeg->err->msg_code;
  if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE)) onError(jpeg);
}

void onOutput(j_common_ptr) {}

/// Each scan of a progressive file is a pass over the whole image, for a few bytes.
void onProgress(j_common_ptr jpeg) {
  if (!jpeg->is_decompressor) return;
  auto& reading = *static_cast<JpegReading*>(jpeg->client_data);
  if (reading.jpeg.input_scan_number <= limits::jpegScans) return;
  std::snprintf(reading.message.data(), reading.message.size(), "it has more than %d scans", limits::jpegScans);
  std::longjmp(reading.escape, 1);
}

/// wanted: false for the size alone.
bool readPixels(JpegReading& r, std::span<const std::byte> bytes, bool wanted) {
  if (setjmp(r.escape) != 0) return false;
  jpeg_create_decompress(&r.jpeg);
  r.jpeg.client_data = &r;
  r.progress.progress_monitor = onProgress;
  r.jpeg.progress = &r.progress;
  jpeg_mem_src(&r.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&r.jpeg, TRUE);
  const auto pixels = static_cast<std::size_t>(r.jpeg.image_width) * r.jpeg.image_height;
  if (pixels > maxImagePixels) {
    std::snprintf(r.message.data(), r.message.size(), "it has more than 33 million pixels");
    return false;
  }
  if (!wanted) return true;
  if (r.jpeg.num_components != 1 && r.jpeg.num_components != 3) ERREXIT(&r.jpeg, JERR_CONVERSION_NOTIMPL);
  r.jpeg.out_color_space = r.jpeg.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(&r.jpeg);
  const auto rowBytes = static_cast<std::size_t>(r.jpeg.output_width) * r.jpeg.output_components;
  r.pixels.resize(rowBytes * r.jpeg.output_height);
  while (r.jpeg.output_scanline < r.jpeg.output_height) {
    JSAMPROW row = r.pixels.data() + rowBytes * r.jpeg.output_scanline;
    jpeg_read_scanlines(&r.jpeg, &row, 1);
  }
  jpeg_finish_decompress(&r.jpeg);
  return true;
}

void read(JpegReading& r, std::span<const std::byte> bytes, bool pixels, const std::string& source) {
  r.jpeg.err = jpeg_std_error(&r.errors);
  r.errors.error_exit = onError;
  r.errors.emit_message = onMessage;
  r.errors.output_message = onOutput;
  r.jpeg.client_data = &r;
  if (readPixels(r, bytes, pixels)) return;
  throw UserError(source + ": the JPEG image cannot be read (" + r.message.data() +
                  "); replace the file or save it as a PNG.");
}

}  // namespace

ImageSize jpegSize(std::span<const std::byte> bytes, const std::string& source) {
  JpegReading r;
  read(r, bytes, false, source);
  return {r.jpeg.image_height, r.jpeg.image_width};
}

ImageFile decodeJpeg(std::span<const std::byte> bytes, const std::string& source) {
  JpegReading r;
  read(r, bytes, true, source);
  ImageFile image{static_cast<std::size_t>(r.jpeg.output_components), r.jpeg.output_height, r.jpeg.output_width, {}};
  const auto area = image.width * image.height;
  image.values.resize(r.pixels.size());
  for (std::size_t c = 0; c < image.channels; ++c) {
    for (std::size_t p = 0; p < area; ++p) {
      image.values[c * area + p] = static_cast<float>(r.pixels[p * image.channels + c] / 255.0);
    }
  }
  return image;
}

}  // namespace spindle
