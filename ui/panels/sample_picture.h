#pragma once

#include "core/input/sample_set.h"

#include <QImage>

namespace spindle {

/// The sample's raw values as a picture: 1 channel grey, 3 channels colour, others the mean of the channels. Values in
/// [0, 1] as they are; other ranges are stretched to it. A null image for other kinds of input.
QImage samplePicture(const Sample& sample, const InputFormat& format);

}  // namespace spindle
