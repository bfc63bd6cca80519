// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"
#include "core/dynamics/phase_options.h"
#include "core/dynamics/phase_result.h"

#include <optional>
#include <span>

namespace spindle {

// The start of phase two by two of the three rules, see METHOD.md#start-of-phase-two; the third is ChangePointFit. All
// are pure functions; a series has one entry a checkpoint in the order of training; checkpoints of which nothing is
// known (failed, loss not recorded: NaN) are skipped, yet keep their index. None of these sets an interval but lossGap;
// see phase_report.h for the bootstrap.

/// Rule "mean order minimum" on a series of mean orders: 3-point median filter (both ends stay as they
/// are); of the checkpoints within `tie` of the smallest filtered value the last; found if the last filtered value lies
/// at least `rise` above the one there. The filter makes ties of its own around a sharp minimum, and "the last" would
/// then be one checkpoint late nearly always (measured: tests, phase series); so among the tied ones the last counts
/// whose unfiltered value ties with the smallest unfiltered one as well. Fewer than 2 known values: none.
PhaseResult meanOrderMinimum(std::span<const double> meanOrder, const PhaseOptions& options = PhaseOptions());

/// What it finds, without words.
std::optional<std::size_t> meanOrderStart(std::span<const double> meanOrder, const PhaseOptions& options);

/// The same for a series of strengths; checkpoints without samples or without any salient interaction are skipped.
PhaseResult phaseTwoStart(std::span<const OrderStrength> series);

/// Rule "loss gap": the last checkpoint with gap <= least + gapShare (largest - least), gap = test - train loss. Found
/// if the gap grows by `gapRise` after it. (With the running minimum instead of the least gap the checkpoint is the
/// same.) Losses are not known sample by sample, so there is no bootstrap: the interval is a sensitivity interval, the
/// answers with gapShare halved and doubled.
PhaseResult lossGap(std::span<const double> trainLoss, std::span<const double> testLoss,
                    const PhaseOptions& options = PhaseOptions());

}  // namespace spindle
