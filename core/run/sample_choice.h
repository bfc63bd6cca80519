#pragma once

#include "core/input/sample_set.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace spindle {

/// How many samples of each part (training, test, unknown) are computed where nobody says: as in the papers' protocol
/// (50 test samples a checkpoint).
inline constexpr std::size_t usualSampleCount = 50;

/// Indices, ascending, of at most `most` samples of each part that are `fit`, spread evenly over the classes.
std::vector<std::size_t> spreadSamples(
    const SampleSet& set, std::size_t most,
    const std::function<bool(const Sample&)>& fit = [](const Sample&) { return true; });

}  // namespace spindle
