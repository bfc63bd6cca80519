// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"
#include "ui/session/strength_view.h"

#include <QString>

#include <vector>

namespace spindle::app {

/// What the window shows or writes, as a line for a shell; empty where no command does it (variables that were edited
/// by hand).
struct WindowCommand {
  QString name, line;
};

/// For what is open: its computation, tables, report, animation, and the draws, ties and losses that the menus compute.
std::vector<WindowCommand> windowCommands(const DynamicsSession& session, const StrengthView& view);

}  // namespace spindle::app
