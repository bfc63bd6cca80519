#include "app/gui_application.h"

#include <QGuiApplication>

namespace spindle::app {

std::unique_ptr<QGuiApplication> displaylessApplication() {
  static int argc = 1;
  static char name[] = "spindle";
  static char* argv[] = {name, nullptr};  // Qt keeps references to both
  qputenv("QT_QPA_PLATFORM", "offscreen");
  return std::make_unique<QGuiApplication>(argc, argv);
}

}  // namespace spindle::app
