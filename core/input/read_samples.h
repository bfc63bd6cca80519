// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"

#include <filesystem>

namespace spindle {

/// Reads a file or folder of samples, told apart by their bytes, then by their names:
/// .npz and .npy arrays, .h5, .pt tensors, IDX (also .gz) with its labels file, CIFAR binary batches, .csv and .tsv
/// tables, .jsonl and .tsv text, .ply and .off points, a folder CLASS/*.png (or .jpg, .ply, .off, also below train/
/// and test/), a folder of IDX or CIFAR files. Values are raw; images in [0, 1], channel first. Cost: one pass over the
/// file and one float for each value. Throws UserError that names the file and the place.
SampleSet readSamples(const std::filesystem::path& path, const SampleHints& hints = {});

}  // namespace spindle
