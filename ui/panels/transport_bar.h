// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/playhead.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QToolButton;

namespace spindle {

/// Buttons of the player. It has no state of its own: it shows and moves the playhead.
class TransportBar : public QWidget {
  Q_OBJECT

 public:
  /// actions: those of the window (home, previous, play, next, end, loop, follow), so that keys and buttons are one.
  TransportBar(Playhead& playhead, const QList<QAction*>& actions, QWidget* parent = nullptr);

  void setPlace(const QString& text);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showSpeed();

  Playhead& playhead_;
  QLabel* place_;
  QComboBox *speed_, *scale_;
};

}  // namespace spindle
