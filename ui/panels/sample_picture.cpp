// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_picture.h"

#include "core/input/sample/picture_colors.h"

namespace spindle {

QImage samplePicture(const Sample& sample, const InputFormat& format) {
  return samplePicture(sample, sample.values, format);
}

QImage samplePicture(const Sample& scale, const std::vector<float>& values, const InputFormat& format) {
  const PictureColors picture = pictureColors(scale, values, format);
  if (picture.pixels.empty()) return {};
  const auto width = static_cast<int>(picture.width);
  QImage image(width, static_cast<int>(picture.height), QImage::Format_RGB32);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < width; ++x) {
      const auto& [red, green, blue] = picture.pixels[static_cast<std::size_t>(y * width + x)];
      image.setPixel(x, y, qRgb(red, green, blue));
    }
  }
  return image;
}

}  // namespace spindle
