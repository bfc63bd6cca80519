// SPDX-License-Identifier: GPL-3.0-or-later
// How a session follows a run that grows.
#include "ui/session/dynamics_session.h"
#include "ui/session/results_place.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {
namespace {

/// Whether two series have the same steps and losses.
bool sameTimes(const CheckpointSeries& a, const CheckpointSeries& b) {
  const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  return std::equal(a.checkpoints.begin(), a.checkpoints.end(), b.checkpoints.begin(), b.checkpoints.end(),
                    [&](const Checkpoint& x, const Checkpoint& y) {
                      return x.name == y.name && same(x.step, y.step) && same(x.epoch, y.epoch) &&
                             same(x.trainLoss, y.trainLoss) && same(x.testLoss, y.testLoss) &&
                             std::equal(x.logged.begin(), x.logged.end(), y.logged.begin(), y.logged.end(), same);
                    });
}

}  // namespace

void DynamicsSession::connectFollower() {
  connect(&follower_, &RunFollower::waitingChanged, this, &DynamicsSession::followingChanged);
  connect(&follower_, &RunFollower::grown, this, [this](const GrownRun& run) {
    grown_ = run;
    takeGrown();
  });
  connect(&follower_, &RunFollower::ended, this, [this] {
    if (grown_ || busy() || (track_.doneCount() > 0 && !analyses_.found())) return;  // it says so again
    setFollowing(false);
    emit noted(tr("The training of this run has ended."));
  });
}

void DynamicsSession::setFollowing(bool on) {
  if (on == following() || (on && !open_.run)) return;
  grown_.reset();
  if (on) {
    follower_.start(open_.run->folder(), results_);
  } else {
    follower_.stop();
  }
  emit followingChanged();
}

/// The run that has grown takes the place of the one that is open, when nothing is being computed.
void DynamicsSession::takeGrown() {
  if (!grown_ || busy() || !open_.run) return;
  const GrownRun now = *std::exchange(grown_, std::nullopt);
  const auto before = open_.facts;  // somebody may hold them until grown() is told
  if (now.digest == open_.digest && sameTimes(open_.run->series(), now.run->series())) return;
  strengths_.cancel();
  predictions_.cancel();
  analyses_.stop();
  analyses_.clear();
  open_ = {now.run, nullptr, std::make_shared<RunFacts>(grownFacts(*before, *now.run)), now.digest, {}};
  track_.grow(open_.facts->series);
  phaseTwo_ = track_.phaseTwo();
  lookedAt_.reset();
  ExtractionOptions options = chosenOptions();
  options.notNow = failedFiles_.notNow(*open_.run);
  const auto stored = std::exchange(results_, resultsPlace(resultsFolder_, *open_.run, open_.digest, options));
  follower_.setResults(results_);
  tables_.setFile(results_);
  allStored_ = false;
  emit grown();
  emit phaseChanged();
  measurement_.grow(open_.run, options, stored, results_, salience());
  setState(SessionState::computing);
}

}  // namespace spindle
