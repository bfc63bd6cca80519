// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

class QAction;

namespace spindle {

/// Actions of the window that an analysis offers on its page, by the name in AnalysisInfo::actions.
using PageActions = std::map<std::string, QAction*>;

}  // namespace spindle
