// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// How layers are wired, and how fast such networks can learn (METHOD.md#wiring): paths, effective depth and width,
/// least eigenvalues of the kernel, and the training losses of networks of several wirings beside their dynamics. Needs
/// no results for all but the last.
std::shared_ptr<const Analysis> wiringAnalysis();

}  // namespace spindle
