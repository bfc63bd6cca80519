// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <array>
#include <cstdint>
#include <vector>

namespace spindle {

/// A picture, row by row from the top; each pixel red, green, blue.
struct PictureColors {
  std::size_t height = 0, width = 0;
  std::vector<std::array<std::uint8_t, 3>> pixels;
};

/// The sample's raw values as a picture: 1 channel gray, 3 channels color, others the mean of the channels. Values in
/// [0, 1] as they are; other ranges are stretched to it. Empty for other kinds of input.
PictureColors pictureColors(const Sample& sample, const InputFormat& format);

/// The same of other values, on the scale of the sample.
PictureColors pictureColors(const Sample& scale, const std::vector<float>& values, const InputFormat& format);

}  // namespace spindle
