// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/playhead_link.h"

#include "ui/session/series_words.h"

namespace spindle {

PlayheadLink::PlayheadLink(DynamicsSession& session, Playhead& playhead, QObject* parent)
    : QObject(parent), session_(session), playhead_(playhead) {
  connect(&session, &DynamicsSession::opened, this, [this] {
    moved_ = false;
    returnTo_ = session_.lookedAt();  // of a session that is opened again
    if (returnTo_) moved_ = true;
    playhead_.reset(session_.track().steps(), frameTexts(session_.track().series()));
  });
  connect(&session, &DynamicsSession::grown, this, &PlayheadLink::takeGrown);
  connect(&session, &DynamicsSession::followingChanged, this, [this] {
    if (session_.following() != following_) playhead_.setFollowing(session_.following());
    following_ = session_.following();
  });
  connect(&session, &DynamicsSession::choiceChanged, this, &PlayheadLink::takeChoice);
  connect(&session, &DynamicsSession::pointFinished, this, &PlayheadLink::takePoint);
  connect(&session, &DynamicsSession::stateChanged, this, &PlayheadLink::takeState);
  connect(&playhead, &Playhead::moved, this, [this] {
    if (playhead_.hasSpot() && playhead_.place() > 0.0) moved_ = true;
    if (playhead_.hasSpot()) session_.lookAt(playhead_.spot().nearest());
  });
}

void PlayheadLink::takeChoice() {
  if (playhead_.hasSpot() && moved_) returnTo_ = playhead_.spot().nearest();
  if (playhead_.playing()) returnTo_.reset();
  playhead_.reset(session_.track().steps(), frameTexts(session_.track().series()));
}

void PlayheadLink::takeGrown() {
  const DynamicsTrack& track = session_.track();
  std::vector<std::size_t> finished;
  for (std::size_t c = 0; c < track.size(); ++c) {
    if (track.state(c) == TickState::done) finished.push_back(c);
  }
  returnTo_.reset();
  playhead_.grow(track.steps(), frameTexts(track.series()), std::move(finished));
}

void PlayheadLink::takePoint(std::size_t checkpoint) {
  if (session_.track().state(checkpoint) == TickState::done) playhead_.setFinished(checkpoint);
  if (returnTo_ != checkpoint) return;
  playhead_.moveTo(checkpoint);
  returnTo_.reset();
}

void PlayheadLink::takeState() {
  playhead_.setExpecting(session_.busy() || session_.following());
  const auto& phaseTwo = session_.phaseTwo().checkpoint;
  if (session_.state() == SessionState::finished && session_.allStored() && !moved_ && phaseTwo)
    playhead_.moveTo(*phaseTwo);
  if (session_.state() == SessionState::closed) playhead_.reset({});
}

}  // namespace spindle
