// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/image/image_file.h"

#include <cstddef>

namespace spindle {

/// The image scaled so that it just covers height x width (enlarged by 8/7 from 128 pixels on, as in the usual
/// evaluation on photographs: shorter side 256, of which the middle 224 x 224), and its middle cut out. Scaled as
/// torchvision's Resize does with Python's imaging library: a triangle filter as wide as the scale, first along rows,
/// rounded to 1/255 after each pass. Cost: pixels of the image. Sizes above 0.
ImageFile scaledToCover(const ImageFile& image, std::size_t height, std::size_t width);

}  // namespace spindle
