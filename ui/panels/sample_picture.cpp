// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_picture.h"

#include <algorithm>
#include <cmath>

namespace spindle {

QImage samplePicture(const Sample& sample, const InputFormat& format) {
  return samplePicture(sample, sample.values, format);
}

QImage samplePicture(const Sample& sample, const std::vector<float>& values, const InputFormat& format) {
  if (format.kind != InputKind::image || format.shape.size() != 3) return {};
  const auto channels = static_cast<std::size_t>(format.shape[0]);
  const auto height = static_cast<std::size_t>(format.shape[1]);
  const auto width = static_cast<std::size_t>(format.shape[2]);
  if (channels == 0 || sample.values.size() != channels * height * width || values.size() != sample.values.size())
    return {};
  const auto [least, most] = std::minmax_element(sample.values.begin(), sample.values.end());
  const bool usual = *least >= 0.0f && *most <= 1.0f;
  const float low = usual ? 0.0f : *least;
  const float length = usual ? 1.0f : std::max(*most - *least, 1e-12f);
  const auto byte = [&](float value) {
    return static_cast<int>(std::lround(255.0f * std::clamp((value - low) / length, 0.0f, 1.0f)));
  };
  QImage image(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      const auto at = [&](std::size_t channel) { return values[(channel * height + y) * width + x]; };
      QRgb color = 0;
      if (channels == 3) {
        color = qRgb(byte(at(0)), byte(at(1)), byte(at(2)));
      } else {
        float sum = 0.0f;
        for (std::size_t channel = 0; channel < channels; ++channel) sum += at(channel);
        const int gray = byte(sum / static_cast<float>(channels));
        color = qRgb(gray, gray, gray);
      }
      image.setPixel(static_cast<int>(x), static_cast<int>(y), color);
    }
  }
  return image;
}

}  // namespace spindle
