// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/playhead.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {
namespace {

constexpr int framePeriod = 16, reducedPeriod = 100;  // ms

}  // namespace

Playhead::Playhead(QObject* parent) : QObject(parent) {
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setInterval(framePeriod);
  connect(&timer_, &QTimer::timeout, this, [this] { advance(1e-9 * static_cast<double>(clock_.nsecsElapsed())); });
}

void Playhead::reset(std::vector<double> steps, std::vector<QString> labels) {
  pause();
  steps_ = std::move(steps);
  labels_ = std::move(labels);
  axis_ = StepAxis(steps_, axis_.scale(), labels_);
  finished_.clear();
  exact_.reset();
  place_ = 0.0;
  loopStart_ = 0.0;
  loopEnd_ = 1.0;
  emit axisChanged();
  emit moved();
}

void Playhead::grow(std::vector<double> steps, std::vector<QString> labels, std::vector<std::size_t> finished) {
  const bool there = hasSpot();
  const bool real = there && spot().real();
  const double step = there ? (real ? steps_[spot().lower] : axis_.stepAt(place_)) : 0.0;
  const double from = axis_.size() > 0 ? axis_.stepAt(loopStart_) : 0.0,
               to = axis_.size() > 0 ? axis_.stepAt(loopEnd_) : 0.0;
  const bool whole = loopStart_ <= 0.0 && loopEnd_ >= 1.0;
  steps_ = std::move(steps);
  labels_ = std::move(labels);
  axis_ = StepAxis(steps_, axis_.scale(), labels_);
  finished_ = std::move(finished);
  exact_.reset();
  if (!whole && !axis_.evenlySpaced()) {
    loopStart_ = std::clamp(axis_.placeOfStep(from), 0.0, 1.0);
    loopEnd_ = std::clamp(axis_.placeOfStep(to), 0.0, 1.0);
  }
  emit axisChanged();
  if (!hasSpot()) return emit moved();
  if (following_ && !playing()) return place(finished_.back());
  if (!there) return place(finished_.front());
  if (!real && !axis_.evenlySpaced()) return setPlace(axis_.placeOfStep(step));
  place(*std::min_element(finished_.begin(), finished_.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(steps_[a] - step) < std::abs(steps_[b] - step);
  }));
}

void Playhead::setFinished(std::size_t checkpoint) {
  const auto at = std::lower_bound(finished_.begin(), finished_.end(), checkpoint);
  if (at != finished_.end() && *at == checkpoint) return;
  const bool first = finished_.empty();
  finished_.insert(at, checkpoint);
  if (first || (following_ && !playing())) {
    place(finished_.back());
  } else {
    emit moved();  // the neighbors of the spot may have changed
  }
}

void Playhead::setExpecting(bool expecting) {
  expecting_ = expecting;
}

void Playhead::setScale(AxisScale scale) {
  if (scale == axis_.scale()) return;
  const bool there = hasSpot();
  const PlayheadSpot before = there ? spot() : PlayheadSpot();
  const double loopFrom = axis_.stepAt(loopStart_);
  const double loopTo = axis_.stepAt(loopEnd_);
  const double stepBefore = axis_.stepAt(place_);
  axis_ = StepAxis(steps_, scale, labels_);
  if (!axis_.evenlySpaced()) {
    loopStart_ = std::clamp(axis_.placeOfStep(loopFrom), 0.0, 1.0);
    loopEnd_ = std::clamp(axis_.placeOfStep(loopTo), 0.0, 1.0);
  }
  if (there && before.real()) {
    place_ = axis_.place(before.lower);
  } else if (!axis_.evenlySpaced()) {
    place_ = std::clamp(axis_.placeOfStep(stepBefore), 0.0, 1.0);
  }
  emit axisChanged();
  emit moved();
}

PlayheadSpot Playhead::spot() const {
  if (exact_) return {*exact_, *exact_, 0.0};
  const auto beyond = [this](double value, std::size_t checkpoint) { return value < axis_.place(checkpoint); };
  const auto after = std::upper_bound(finished_.begin(), finished_.end(), place_, beyond);
  if (after == finished_.begin()) return {finished_.front(), finished_.front(), 0.0};
  const std::size_t lower = *(after - 1);
  if (after == finished_.end()) return {lower, lower, 0.0};
  const double from = axis_.place(lower);
  const double length = axis_.place(*after) - from;
  const double fraction = (place_ - from) / length;
  constexpr double same = 1e-6;
  if (fraction < same) return {lower, lower, 0.0};
  if (fraction > 1.0 - same) return {*after, *after, 0.0};
  if (reduced_) return fraction < 0.5 ? PlayheadSpot{lower, lower, 0.0} : PlayheadSpot{*after, *after, 0.0};
  return {lower, *after, fraction};
}

void Playhead::setPlace(double place) {
  exact_.reset();
  if (hasSpot()) place_ = std::clamp(place, firstPlace(), lastPlace());
  emit moved();
}

void Playhead::place(std::size_t checkpoint) {
  place_ = axis_.place(checkpoint);
  exact_ = checkpoint;
  emit moved();
}

void Playhead::moveToPlace(double place) {
  setPlace(place);
  leaveNewest();
}

/// The user has moved: to another checkpoint than the newest is no following any more.
void Playhead::leaveNewest() {
  if (following_ && hasSpot() && place_ < lastPlace()) setFollowing(false);
}

void Playhead::moveTo(std::size_t checkpoint) {
  if (!hasSpot()) return;
  const auto distance = [checkpoint](std::size_t c) { return c > checkpoint ? c - checkpoint : checkpoint - c; };
  place(*std::min_element(finished_.begin(), finished_.end(),
                          [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); }));
  leaveNewest();
}

void Playhead::step(int checkpoints) {
  if (!hasSpot() || checkpoints == 0) return;
  const PlayheadSpot here = spot();
  // Between two checkpoints one step leads to the next real one.
  const std::size_t from = checkpoints > 0 ? here.lower : here.upper;
  const auto index = std::lower_bound(finished_.begin(), finished_.end(), from) - finished_.begin();
  const auto last = static_cast<std::ptrdiff_t>(finished_.size()) - 1;
  place(finished_[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(index + checkpoints, 0, last))]);
  leaveNewest();
}

void Playhead::setReduced(bool reduced) {
  if (reduced == reduced_) return;
  reduced_ = reduced;
  timer_.setInterval(reduced ? reducedPeriod : framePeriod);
  emit moved();
}

void Playhead::toStart() {
  if (hasSpot()) place(finished_.front());
  leaveNewest();
}

void Playhead::toEnd() {
  if (hasSpot()) place(finished_.back());
}

void Playhead::play() {
  if (playing() || !hasSpot()) return;
  const double end = looping_ ? std::min(loopEnd_, lastPlace()) : lastPlace();
  clock_.start();
  timer_.start();
  if (place_ >= end && !(expecting_ && !looping_)) setPlace(looping_ ? loopStart_ : firstPlace());
  emit playingChanged(true);
}

void Playhead::pause() {
  if (!playing()) return;
  timer_.stop();
  emit playingChanged(false);
}

void Playhead::toggle() {
  playing() ? pause() : play();
}

void Playhead::advance(double seconds) {
  clock_.restart();
  if (!hasSpot()) return;
  const double next = place_ + seconds * speed_ / secondsForAll;
  const double end = lastPlace();
  if (looping_ && next >= std::min(loopEnd_, end) && (loopEnd_ <= end || !expecting_)) {
    setPlace(loopStart_);
  } else if (next < end) {
    setPlace(next);
  } else {
    if (place_ != end || !exact_) place(finished_.back());
    if (!expecting_) pause();
  }
}

void Playhead::setSpeed(double factor) {
  factor = std::clamp(factor, 0.125, 16.0);
  if (factor == speed_) return;
  speed_ = factor;
  emit speedChanged(factor);
}

void Playhead::setLooping(bool on) {
  if (on == looping_) return;
  looping_ = on;
  emit loopChanged();
}

void Playhead::setLoopStart() {
  loopStart_ = place_;
  if (loopEnd_ <= loopStart_) loopEnd_ = 1.0;
  looping_ = true;
  emit loopChanged();
}

void Playhead::setLoopEnd() {
  loopEnd_ = place_;
  if (loopEnd_ <= loopStart_) loopStart_ = 0.0;
  looping_ = true;
  emit loopChanged();
}

void Playhead::setFollowing(bool on) {
  if (on == following_) return;
  following_ = on;
  if (on && hasSpot()) place(finished_.back());
  emit followingChanged(on);
}

}  // namespace spindle
