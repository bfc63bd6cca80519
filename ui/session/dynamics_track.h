// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_result.h"
#include "core/run/checkpoints/checkpoint_series.h"
#include "ui/session/playhead.h"
#include "ui/session/track_point.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace spindle {

enum class TickState { waiting, done, failed };

/// The dynamics as far as they are known: one place for each checkpoint of the series, filled as results come.
class DynamicsTrack {
 public:
  DynamicsTrack() = default;
  explicit DynamicsTrack(CheckpointSeries series);

  /// Forgets the results, keeps the series.
  void clear();
  /// The series has grown: points of checkpoints that are still there, by name, stay.
  void grow(CheckpointSeries series);
  void add(TrackPointPtr point);
  /// Points show the mean of these samples only (see scopeRows); empty: of all.
  void average(std::vector<std::uint8_t> rows);
  /// Other points in the place of those that are done (another threshold).
  void replaceDone(const std::vector<TrackPointPtr>& points);

  [[nodiscard]] std::size_t size() const { return points_.size(); }
  [[nodiscard]] const CheckpointSeries& series() const { return series_; }
  [[nodiscard]] const Checkpoint& checkpoint(std::size_t i) const { return series_.checkpoints[i]; }
  [[nodiscard]] TickState state(std::size_t i) const;
  [[nodiscard]] const TrackPoint* point(std::size_t i) const { return shown_[i].get(); }
  /// Of all samples.
  [[nodiscard]] TrackPointPtr share(std::size_t i) const { return points_[i]; }
  [[nodiscard]] std::size_t doneCount() const { return done_; }
  [[nodiscard]] std::size_t failedCount() const { return failed_; }
  [[nodiscard]] std::vector<double> steps() const;
  [[nodiscard]] bool hasLosses() const;
  [[nodiscard]] int variables() const { return variables_; }

  /// Strength where the playhead stands: that of a checkpoint, or between two (see between()).
  [[nodiscard]] OrderStrength strengthAt(const PlayheadSpot& spot) const;

  /// Largest strength above and below zero of any finished checkpoint: the fixed axis of the bars.
  [[nodiscard]] double largestPositive() const { return largestPositive_; }
  [[nodiscard]] double largestNegative() const { return largestNegative_; }

  /// Phase-two start by the mean-order rule on what is finished; no interval.
  [[nodiscard]] PhaseResult phaseTwo() const;

 private:
  CheckpointSeries series_;
  [[nodiscard]] TrackPointPtr shownOf(const TrackPointPtr& point) const;

  std::vector<TrackPointPtr> points_, shown_;  ///< of all samples, and of those that are averaged
  std::vector<std::uint8_t> rows_;             ///< that are averaged; empty: all
  std::size_t done_ = 0, failed_ = 0;
  int variables_ = 0;
  double largestPositive_ = 0.0, largestNegative_ = 0.0;
};

}  // namespace spindle
