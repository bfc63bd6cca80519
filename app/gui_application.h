// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGuiApplication>

#include <memory>

namespace spindle::app {

/// What figures and animations need for their fonts and images, without any display. Null where there is an
/// application.
std::unique_ptr<QGuiApplication> displaylessApplication();

}  // namespace spindle::app
