// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Several results on one axis, and what differs in how they were made.
std::shared_ptr<const Analysis> compareAnalysis();

}  // namespace spindle
