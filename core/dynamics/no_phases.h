// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/series_kind.h"
#include "core/dynamics/order_strength.h"
#include "core/dynamics/phase_report.h"

#include <span>

namespace spindle {

/// What stands in place of phases where a series is none of training: nothing found by any rule, and why.
PhaseReport noPhases(SeriesKind kind);

/// phaseTwoStart(), or none where the series is none of training.
PhaseResult phaseTwoStart(SeriesKind kind, std::span<const OrderStrength> series);

/// The options under which no rule finds a start in such a series; the same where it is of training.
PhaseOptions phaseOptionsFor(SeriesKind kind, const PhaseOptions& options);

}  // namespace spindle
