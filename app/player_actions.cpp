// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/player_actions.h"

#include "app/window_actions.h"
#include "ui/session/dynamics_session.h"
#include "ui/session/playhead.h"

#include <QAction>

#include <utility>

namespace spindle::app {

void connectPlayer(WindowActions& actions, const DynamicsSession& session, Playhead& playhead) {
  Playhead* head = &playhead;
  const auto on = [head](QAction* action, auto&& work) { QObject::connect(action, &QAction::triggered, head, work); };
  const auto calls = [head](QAction* action, void (Playhead::*move)()) {
    QObject::connect(action, &QAction::triggered, head, move);
  };
  for (const auto& [action, checkpoints] : {std::pair(actions.previous, -1), std::pair(actions.next, 1),
                                            std::pair(actions.previousTen, -10), std::pair(actions.nextTen, 10)}) {
    on(action, [head, by = checkpoints] {
      head->pause();
      head->step(by);
    });
  }
  calls(actions.play, &Playhead::toggle);
  calls(actions.first, &Playhead::toStart);
  calls(actions.last, &Playhead::toEnd);
  calls(actions.loopStart, &Playhead::setLoopStart);
  calls(actions.loopEnd, &Playhead::setLoopEnd);
  calls(actions.slower, &Playhead::slower);
  calls(actions.faster, &Playhead::faster);
  on(actions.loop, [head](bool checked) { head->setLooping(checked); });
  on(actions.follow, [head](bool checked) { head->setFollowing(checked); });
  on(actions.phaseTwo, [head, &session] {
    if (session.phaseTwo().checkpoint) head->moveTo(*session.phaseTwo().checkpoint);
  });
  QObject::connect(head, &Playhead::loopChanged, actions.loop,
                   [head, loop = actions.loop] { loop->setChecked(head->looping()); });
  QObject::connect(head, &Playhead::followingChanged, actions.follow, &QAction::setChecked);
  QObject::connect(head, &Playhead::playingChanged, &actions, &WindowActions::showPlaying);
}

}  // namespace spindle::app
