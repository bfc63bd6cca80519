// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <Qt>

#include <functional>

class QWidget;

namespace spindle::app {

/// One dock of the window and where it stands when nobody moved it.
struct DockSpec {
  QString title;
  QString name;  ///< in stored layouts
  Qt::DockWidgetArea area;
  std::function<QWidget*()> make;
  bool shown = true;
};

}  // namespace spindle::app
