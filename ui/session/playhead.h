// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/step_axis.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>
#include <vector>

namespace spindle {

/// Where the playhead stands: between two finished checkpoints, or exactly at one.
struct PlayheadSpot {
  std::size_t lower = 0, upper = 0;  ///< indices into the series; equal at a real checkpoint
  double fraction = 0.0;             ///< 0 to below 1, along the axis

  [[nodiscard]] bool real() const { return lower == upper; }
  [[nodiscard]] std::size_t nearest() const { return fraction < 0.5 ? lower : upper; }
  bool operator==(const PlayheadSpot&) const = default;
};

/// The one place in training that all views show. It moves along the axis only where finished checkpoints are; playing
/// waits at the newest while others are still being computed. GUI thread.
class Playhead : public QObject {
  Q_OBJECT

 public:
  explicit Playhead(QObject* parent = nullptr);

  /// A new series, nothing finished yet; the playhead returns to the start. labels: see StepAxis.
  void reset(std::vector<double> steps, std::vector<QString> labels = {});
  /// The series has grown, `finished` of it are finished; the playhead stays at its step.
  void grow(std::vector<double> steps, std::vector<QString> labels, std::vector<std::size_t> finished);
  void setFinished(std::size_t checkpoint);
  /// More checkpoints may become finished: playing waits for them instead of stopping.
  void setExpecting(bool expecting);

  [[nodiscard]] const StepAxis& axis() const { return axis_; }
  void setScale(AxisScale scale);

  [[nodiscard]] bool hasSpot() const { return !finished_.empty(); }
  [[nodiscard]] double place() const { return place_; }
  [[nodiscard]] PlayheadSpot spot() const;  ///< only where hasSpot()

  void moveToPlace(double place);
  void moveTo(std::size_t checkpoint);  ///< the nearest finished one
  void step(int checkpoints);           ///< over finished ones; negative goes back
  void toStart();
  void toEnd();

  [[nodiscard]] bool playing() const { return timer_.isActive(); }
  void play();
  void pause();
  void toggle();

  [[nodiscard]] double speed() const { return speed_; }
  void setSpeed(double factor);
  void slower() { setSpeed(speed_ / 2.0); }
  void faster() { setSpeed(speed_ * 2.0); }

  [[nodiscard]] bool looping() const { return looping_; }
  void setLooping(bool on);
  void setLoopStart();
  void setLoopEnd();
  [[nodiscard]] std::pair<double, double> loopRange() const { return {loopStart_, loopEnd_}; }

  /// Following stands at the newest checkpoint until the user moves to another one.
  [[nodiscard]] bool following() const { return following_; }
  void setFollowing(bool on);

  /// For displays that are far away: 10 pictures a second, and of checkpoints only.
  void setReduced(bool reduced);

  /// Moves as much as playing does in that time; the timer calls it, and so do tests.
  void advance(double seconds);

  static constexpr double secondsForAll = 12.0;  ///< at speed 1

 signals:
  void moved();
  void playingChanged(bool playing);
  void speedChanged(double factor);
  void axisChanged();
  void loopChanged();
  void followingChanged(bool on);

 private:
  void setPlace(double place);
  void leaveNewest();
  void place(std::size_t checkpoint);
  [[nodiscard]] double firstPlace() const { return axis_.place(finished_.front()); }
  [[nodiscard]] double lastPlace() const { return axis_.place(finished_.back()); }

  std::vector<double> steps_;
  std::vector<QString> labels_;
  StepAxis axis_;
  std::vector<std::size_t> finished_;  // sorted
  double place_ = 0.0;
  std::optional<std::size_t> exact_;  // where several checkpoints share a place
  QTimer timer_;
  QElapsedTimer clock_;
  double speed_ = 1.0;
  double loopStart_ = 0.0, loopEnd_ = 1.0;
  bool looping_ = false, following_ = false, expecting_ = false, reduced_ = false;
};

}  // namespace spindle
