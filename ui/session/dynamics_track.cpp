// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/dynamics_track.h"

#include "core/dynamics/no_phases.h"
#include "ui/session/interpolation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace spindle {

DynamicsTrack::DynamicsTrack(CheckpointSeries series)
    : series_(std::move(series)), points_(series_.checkpoints.size()), shown_(points_.size()) {}

void DynamicsTrack::clear() {
  points_.assign(points_.size(), nullptr);
  shown_ = points_;
  rows_.clear();
  done_ = failed_ = 0;
  variables_ = 0;
  largestPositive_ = largestNegative_ = 0.0;
}

void DynamicsTrack::grow(CheckpointSeries series) {
  std::map<std::string, TrackPointPtr> known;
  for (std::size_t i = 0; i < size(); ++i) {
    if (points_[i]) known[checkpoint(i).name] = points_[i];
  }
  const auto rows = rows_;
  *this = DynamicsTrack(std::move(series));
  rows_ = rows;
  for (std::size_t i = 0; i < size(); ++i) {
    const auto found = known.find(checkpoint(i).name);
    if (found == known.end()) continue;
    TrackPoint moved = *found->second;
    moved.checkpoint = i;
    add(std::make_shared<const TrackPoint>(std::move(moved)));
  }
}

void DynamicsTrack::add(TrackPointPtr point) {
  TrackPointPtr& place = points_.at(point->checkpoint);
  if (place) place->failed ? --failed_ : --done_;
  point->failed ? ++failed_ : ++done_;
  place = std::move(point);
  shown_[place->checkpoint] = shownOf(place);
  if (place->failed) return;
  const OrderStrength& strength = shown_[place->checkpoint]->strength;
  if (strength.samples == 0) return;
  variables_ = strength.variables();
  for (int k = 1; k <= variables_; ++k) {
    largestPositive_ = std::max(largestPositive_, strength.positive(k));
    largestNegative_ = std::max(largestNegative_, -strength.negative(k));
  }
}

void DynamicsTrack::replaceDone(const std::vector<TrackPointPtr>& points) {
  largestPositive_ = largestNegative_ = 0.0;
  for (const TrackPointPtr& point : points) add(point);
}

TrackPointPtr DynamicsTrack::shownOf(const TrackPointPtr& point) const {
  if (rows_.empty() || point->failed || rows_.size() != point->samples.samples()) return point;
  TrackPoint some = *point;
  some.samples = point->samples.only(rows_);
  some.strength = orderStrength(some.samples);
  return std::make_shared<const TrackPoint>(std::move(some));
}

void DynamicsTrack::average(std::vector<std::uint8_t> rows) {
  rows_ = std::move(rows);
  std::vector<TrackPointPtr> points;
  for (const TrackPointPtr& point : points_) {
    if (point) points.push_back(point);
  }
  replaceDone(points);
}

TickState DynamicsTrack::state(std::size_t i) const {
  if (!points_[i]) return TickState::waiting;
  return points_[i]->failed ? TickState::failed : TickState::done;
}

std::vector<double> DynamicsTrack::steps() const {
  std::vector<double> list;
  for (const Checkpoint& checkpoint : series_.checkpoints) list.push_back(checkpoint.step);
  return list;
}

bool DynamicsTrack::hasLosses() const {
  return std::any_of(series_.checkpoints.begin(), series_.checkpoints.end(), [](const Checkpoint& checkpoint) {
    return std::isfinite(checkpoint.trainLoss) || std::isfinite(checkpoint.testLoss);
  });
}

OrderStrength DynamicsTrack::strengthAt(const PlayheadSpot& spot) const {
  const TrackPoint* lower = point(spot.lower);
  const TrackPoint* upper = point(spot.upper);
  if (lower == nullptr) return {};
  if (spot.real() || upper == nullptr || upper->strength.variables() != lower->strength.variables())
    return lower->strength;
  return between(lower->strength, upper->strength, spot.fraction);
}

PhaseResult DynamicsTrack::phaseTwo() const {
  std::vector<OrderStrength> strengths(size());
  for (std::size_t i = 0; i < size(); ++i) {
    if (state(i) == TickState::done) strengths[i] = points_[i]->strength;
  }
  return phaseTwoStart(series_.kind, strengths);
}

}  // namespace spindle
