// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_report.h"
#include "core/store/results_file.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace spindle {

inline constexpr double sureOfPhaseTwo = 0.9;  ///< usual confidence from which it is told

/// What can be said about phase two while the training goes on (METHOD.md#phase-two-while-training).
struct PhaseTwoSoFar {
  std::optional<std::size_t> checkpoint;  ///< where it started; empty while it has not
  double confidence = 0.0;                ///< share of the resamples of the samples in which it has started by now
  std::string sentence;                   ///< both with their numbers; why not yet, where it has not
};

/// By the rule "mean order minimum" on what is known so far: the mean order has risen by options.rise after a minimum,
/// as the rule has it, and had fallen by options.fall before (without that, the first checkpoints of a training could
/// pass for its second phase). report: of the same series, with resamples.
PhaseTwoSoFar phaseTwoSoFar(const ResultsHeader& header, std::span<const SampleStrengths> series,
                            const PhaseReport& report, const PhaseOptions& options);

}  // namespace spindle
