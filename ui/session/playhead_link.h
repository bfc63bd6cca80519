// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"
#include "ui/session/playhead.h"

#include <QObject>

#include <optional>

namespace spindle {

/// Keeps a playhead in step with a session: the checkpoints where it may stand, the start of phase two where it first
/// goes in a run that was computed before, and the checkpoint to which it returns when the variables change, with which
/// their computation begins. Make it before the views, which look at the playhead when the session says something.
/// Holds references.
class PlayheadLink : public QObject {
  Q_OBJECT

 public:
  PlayheadLink(DynamicsSession& session, Playhead& playhead, QObject* parent = nullptr);

 private:
  void takeChoice();
  void takeGrown();
  void takePoint(std::size_t checkpoint);
  void takeState();

  DynamicsSession& session_;
  Playhead& playhead_;
  std::optional<std::size_t> returnTo_;  ///< the checkpoint that was looked at before the variables changed
  bool following_ = false;               ///< the session was, when last heard of
  bool moved_ = false;                   ///< the playhead has left the start of this run
};

}  // namespace spindle
