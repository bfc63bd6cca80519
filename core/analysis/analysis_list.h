// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analysis.h"

namespace spindle {

/// All analyses, in the order in which the window, the report and --help show them.
AnalysisList allAnalyses();

/// The one of this name. Throws UserError with the list of names.
std::shared_ptr<const Analysis> analysisNamed(const AnalysisList& list, const std::string& name);

}  // namespace spindle
