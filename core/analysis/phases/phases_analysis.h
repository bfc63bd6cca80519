// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// When phase two starts, by every rule, with intervals (see core/dynamics/phase_report.h).
std::shared_ptr<const Analysis> phasesAnalysis();

}  // namespace spindle
