// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_result.h"
#include "ui/session/dynamics_track.h"
#include "ui/session/step_axis.h"

#include <QString>

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace spindle {

/// A second run on the timeline: its finished checkpoints where they lie on this axis, and its start of phase two.
struct TimelineBeside {
  QString name;
  std::vector<double> places, meanOrders;  ///< equal sizes
  std::optional<double> start;             ///< place
  QString startStep;                       ///< "step 49"
};

/// What a timeline is drawn from. Holds references; the axis and the track may be of different series for a moment,
/// and then nothing is drawn.
struct TimelineData {
  const DynamicsTrack& track;
  const StepAxis& axis;
  const PhaseResult& phase;
  bool complete = false;                   ///< the phase is that of an analysis, not preliminary
  std::optional<std::size_t> own, pinned;  ///< the user's own marker; the checkpoint to compare with
  std::optional<std::size_t> column = {};  ///< of the training log, by its number in the series
  const TimelineBeside* beside = nullptr;  ///< none: one run

  [[nodiscard]] bool usable() const { return axis.size() > 0 && axis.size() == track.size(); }
};

/// Losses, mean order and checkpoints as curves and ticks. x is the place along the axis, 0 to 1.
struct TimelineLayout {
  struct Curve {
    std::vector<double> places, values;
    [[nodiscard]] bool empty() const { return places.empty(); }
  };

  Curve train, test, meanOrder;                ///< only where they are known
  Curve besideOrder;                           ///< the mean order of the second run
  Curve column;                                ///< of the log; the label tells its ends
  std::array<std::vector<double>, 3> ticks;    ///< waiting, done, failed: as TickState
  std::pair<double, double> losses{0.0, 1.0};  ///< ranges of the axes
  std::pair<double, double> orders{0.85, 2.15};
  std::pair<double, double> columns{0.0, 1.0};
  bool lossAxis = false;                     ///< whether it has numbers
  bool trainNamed = true, testNamed = true;  ///< in the legend
  QString lossLabel, stepLabel, columnLabel;
  QString empty;  ///< in place of curves
};

/// What stands on the timeline and may move: phase two, the user's own marker, the pinned checkpoint.
struct TimelineMarkers {
  struct Marker {
    double place;
    QString words;
    QString brief;  ///< where there is no room for these
  };
  std::optional<Marker> phase, own, pinned, beside;
  std::optional<std::pair<double, double>> interval;  ///< of the phase, from place to place
  QString none;                                       ///< why there is no marker, where a complete run has none
};

TimelineLayout timelineLayout(const TimelineData& data);
TimelineMarkers timelineMarkers(const TimelineData& data);

// `reach` is how far from a checkpoint a pointer may be and still mean it, along the axis.

[[nodiscard]] bool isNear(const StepAxis& axis, std::size_t checkpoint, double place, double reach);

/// The finished checkpoint at the place; none: the playhead goes to the place itself.
std::optional<std::size_t> finishedAt(const TimelineData& data, double place, double reach);

/// What the hover text says at a place; onTicks: over the strip of checkpoints, else over the curves.
QString timelineText(const TimelineData& data, double place, double reach, bool onTicks);

}  // namespace spindle
