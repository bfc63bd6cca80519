// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/picture_colors.h"

#include <algorithm>
#include <cmath>

namespace spindle {

PictureColors pictureColors(const Sample& sample, const InputFormat& format) {
  return pictureColors(sample, sample.values, format);
}

PictureColors pictureColors(const Sample& scale, const std::vector<float>& values, const InputFormat& format) {
  if (format.kind != InputKind::image || format.shape.size() != 3) return {};
  const auto channels = static_cast<std::size_t>(format.shape[0]);
  PictureColors picture{static_cast<std::size_t>(format.shape[1]), static_cast<std::size_t>(format.shape[2]), {}};
  const std::size_t area = picture.height * picture.width;
  if (channels == 0 || area == 0 || scale.values.size() != channels * area || values.size() != scale.values.size())
    return {};
  const auto [least, most] = std::minmax_element(scale.values.begin(), scale.values.end());
  const bool usual = *least >= 0.0F && *most <= 1.0F;
  const float low = usual ? 0.0F : *least;
  const float length = usual ? 1.0F : std::max(*most - *least, 1e-12F);
  const auto byte = [&](float value) {
    return static_cast<std::uint8_t>(std::lround(255.0F * std::clamp((value - low) / length, 0.0F, 1.0F)));
  };
  picture.pixels.reserve(area);
  for (std::size_t p = 0; p < area; ++p) {
    if (channels == 3) {
      picture.pixels.push_back({byte(values[p]), byte(values[area + p]), byte(values[2 * area + p])});
    } else {
      float sum = 0.0F;
      for (std::size_t channel = 0; channel < channels; ++channel) sum += values[channel * area + p];
      const std::uint8_t gray = byte(sum / static_cast<float>(channels));
      picture.pixels.push_back({gray, gray, gray});
    }
  }
  return picture;
}

}  // namespace spindle
