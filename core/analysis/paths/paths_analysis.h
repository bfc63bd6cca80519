// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// Which units each class needs, how alike the paths of classes are beside how often they are confused, and which
/// interactions survive in a class's path (METHOD.md#paths-of-classes).
std::shared_ptr<const Analysis> pathsAnalysis();

}  // namespace spindle
