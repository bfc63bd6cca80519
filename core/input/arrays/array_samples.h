// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"
#include "core/weights/npy_file.h"

#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// Samples from arrays as .npz, .h5, .pt and binary image files hold them. The inputs stand under x, X, images, data,
/// points and the like, or alone; labels under y, labels, label, target and the like (one-hot rows are accepted);
/// optional split and name. x_train and x_test (train_images, ...) are joined. uint8 images are divided by 255; images
/// become channel first when the last size is 1 or 3; [S, 28, 28] gets a channel; flattened inputs take the hinted
/// shape; arrays of the hinted shape itself are one sample. Everything guessed stands in notes. Throws UserError: no
/// inputs among the arrays, numbers of inputs and labels that differ, a shape that is not the hinted one (both are
/// named), NaN.
SampleSet samplesFromArrays(std::vector<NpyArray> arrays, const std::string& source, const SampleHints& hints);

}  // namespace spindle
