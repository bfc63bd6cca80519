#pragma once

#include "core/dynamics/order_strength.h"
#include "core/dynamics/phase_options.h"
#include "core/dynamics/phase_result.h"

#include <span>

namespace spindle {

// The start of phase two by several rules. All are pure functions; a series has one entry a checkpoint in the order of
// training; entries that are NaN (failed checkpoints, unknown losses) are skipped, yet keep their index.

/// Rule "mean order minimum" (math: 2.4) on a series of mean orders: 3-point median filter (both ends stay as they
/// are), the last checkpoint within `tie` of the smallest filtered value; found if the last filtered value lies at
/// least `rise` above the one there. Fewer than 2 known values: none.
PhaseResult meanOrderMinimum(std::span<const double> meanOrder, const PhaseOptions& options = PhaseOptions());

/// The same for a series of strengths; checkpoints without samples or without any salient interaction are skipped.
PhaseResult phaseTwoStart(std::span<const OrderStrength> series);

}  // namespace spindle
