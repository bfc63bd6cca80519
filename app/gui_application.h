// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGuiApplication>

#include <memory>
#include <string>

namespace spindle::app {

/// What figures and animations need for their fonts and images, without any display. Null where there is an
/// application.
std::unique_ptr<QGuiApplication> displaylessApplication();

/// Opens the window on a run folder or a results file (empty: the bundled sample run) and stays until it is closed.
/// Returns the exit status; without a display, says so.
int runWindow(const std::string& place);

}  // namespace spindle::app
