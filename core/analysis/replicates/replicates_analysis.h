// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Several runs of one experiment as one band.
std::shared_ptr<const Analysis> replicatesAnalysis();

}  // namespace spindle
