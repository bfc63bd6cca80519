// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"
#include "core/dynamics/phase_result.h"
#include "core/store/results_file.h"

namespace spindle {

/// The strength that a stored row holds (AND and OR together).
StrengthRow strengthRow(const OrderStrength& strength);

/// The phase-two start as the file keeps it.
PhaseRecord phaseRecord(const PhaseResult& phase, const ResultsHeader& header);

}  // namespace spindle
