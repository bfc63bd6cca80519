// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/measure/measurement.h"

#include <memory>

namespace spindle {

/// How stable the salient interactions of each order are when the inputs have noise
/// (METHOD.md#stability-under-input-noise): the scores of noisy copies are decomposed as those of the results.
std::shared_ptr<const Measurement> noiseStabilityMeasurement();

/// The sample with normal noise of deviation sigma on every value (tables: times the column's deviation), drawn by
/// splitmix64 and Box and Muller from the seed.
Sample noisySample(const Sample& sample, const InputFormat& format, double sigma, std::uint64_t seed);

}  // namespace spindle
