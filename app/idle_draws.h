// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace spindle::app {

/// Repeats a short computation with a few other random selections of the variables once nobody has touched the window
/// for a while, so that the marker of phase two shows how much hangs on the selection. Once a computation; never where
/// the results were stored before, where the first computation took over a minute, or where draws are there already.
class IdleDraws : public QObject {
  Q_OBJECT

 public:
  /// delay: without any key, click or wheel. The session must outlive this.
  IdleDraws(DynamicsSession& session, std::chrono::milliseconds delay, QObject* parent = nullptr);

  /// Selections in all, the first among them; fewer than 2: never.
  void setDraws(std::size_t draws) { draws_ = draws; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void takeState();
  void start();

  DynamicsSession& session_;
  std::size_t draws_ = 0;
  bool tried_ = false;  ///< for the computation that is shown
  QTimer timer_;
};

}  // namespace spindle::app
