// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;

namespace spindle {

/// What stands in the middle while no run is open.
class WelcomePage : public QWidget {
  Q_OBJECT

 public:
  WelcomePage(QAction* openRun, QAction* openResults, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace spindle
