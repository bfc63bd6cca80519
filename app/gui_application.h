#pragma once

#include <QGuiApplication>

#include <memory>

namespace spindle::app {

/// What figures and animations need for their fonts and pictures, without any display.
std::unique_ptr<QGuiApplication> displaylessApplication();

}  // namespace spindle::app
