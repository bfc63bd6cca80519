// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/class_folder.h"
#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"

#include <string>

namespace spindle {

/// A folder of images CLASS/*.png or .jpg. The hinted shape decides channels and size; without one the images are
/// gray if all of them are and have the first one's size, or, photographs of different sizes, 224 x 224. Pictures of
/// another size are scaled and cut (see scaledToCover), which is noted; of more than 2^25 values in all, some of each
/// class are read, which is noted, too. Throws UserError that names the file.
SampleSet samplesFromPictures(const ClassFolder& listing, const std::string& source, const SampleHints& hints);

}  // namespace spindle
