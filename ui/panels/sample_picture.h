// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <QImage>

#include <vector>

namespace spindle {

/// The sample's raw values as a picture: 1 channel gray, 3 channels color, others the mean of the channels. Values in
/// [0, 1] as they are; other ranges are stretched to it. A null image for other kinds of input.
QImage samplePicture(const Sample& sample, const InputFormat& format);

/// The same of other values, on the scale of the sample.
QImage samplePicture(const Sample& scale, const std::vector<float>& values, const InputFormat& format);

}  // namespace spindle
