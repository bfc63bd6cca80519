// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace spindle {

/// What is computed of each part (training, test, unknown) where nobody says: all of it, or, when it is a whole data
/// set (more than wholeSet samples), so many, as in the papers' protocol (50 test samples a checkpoint).
inline constexpr std::size_t usualSampleCount = 50;
inline constexpr std::size_t wholeSet = 200;

/// Indices, ascending, of at most `most` samples of each part that are `fit`, spread evenly over the classes.
std::vector<std::size_t> spreadSamples(
    const SampleSet& set, std::size_t most,
    const std::function<bool(const Sample&)>& fit = [](const Sample&) { return true; });

/// The usual choice, as above, of samples that are `fit`.
std::vector<std::size_t> usualSamples(const SampleSet& set, const std::function<bool(const Sample&)>& fit);

}  // namespace spindle
