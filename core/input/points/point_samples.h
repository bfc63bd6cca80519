// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/image/folder_samples.h"
#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"

#include <string>

namespace spindle {

/// Clouds of points, one file a sample: .ply, .off, .npy, .xyz or .txt. The hinted shape [count, coordinates] decides;
/// a file with more points gives `count` of them, drawn the same on every machine, in file order. Without a hint all
/// files must have as many points as the first. Throws UserError that names the file and both shapes.
SampleSet samplesFromPointFiles(const ClassFolder& listing, const std::string& source, const SampleHints& hints);

}  // namespace spindle
