// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// What the network makes of each column of a table alone (METHOD.md#shapes): curves over training with the density of
/// the samples, importance, the members of an ensemble, and beside them the interactions that no such curves can have.
/// Needs the measurement "shapes" for all but the last.
std::shared_ptr<const Analysis> shapesAnalysis();

}  // namespace spindle
