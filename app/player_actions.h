// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spindle {
class DynamicsSession;
class Playhead;
}  // namespace spindle

namespace spindle::app {

class WindowActions;

/// Lets the actions of the Play menu move the playhead. All three must live as long.
void connectPlayer(WindowActions& actions, const DynamicsSession& session, Playhead& playhead);

}  // namespace spindle::app
