// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/phase_result.h"
#include "ui/plots/timeline_layout.h"
#include "ui/session/dynamics_track.h"
#include "ui/session/playhead.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace spindle {

/// Losses, their gap, the mean order and, where one is chosen, a column of the log over training, the checkpoints as
/// ticks, the phase-two marker, and the playhead, which follows the mouse when it is dragged. Moving the playhead
/// repaints its own layer only. Holds references.
class TimelinePlot : public QWidget {
  Q_OBJECT

 public:
  TimelinePlot(const DynamicsTrack& track, Playhead& playhead, QWidget* parent = nullptr);
  ~TimelinePlot() override;

  void resetSeries();   ///< another series or no results any more
  void refreshTicks();  ///< results came
  void setPhase(const PhaseResult& phase, bool complete);
  void setOwnMarker(const std::optional<std::size_t>& checkpoint);  ///< the user's own, beside the rule's
  void setPinned(const std::optional<std::size_t>& checkpoint);
  void setMeanOrderShown(bool shown);
  void setBeside(std::optional<TimelineBeside> beside);  ///< a second run; none: one
  /// Draws a column of the training log between its own ends, by its number in the series; none: no column.
  void setColumn(const std::optional<std::size_t>& column);

  [[nodiscard]] QPointF placeOnScreen(double place) const;  ///< on the strip of ticks; for tests
  [[nodiscard]] QString hoverText(const QPointF& at) const;

  [[nodiscard]] QSize sizeHint() const override { return {640, 250}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {280, 130}; }

 signals:
  void contextRequested(std::size_t checkpoint, const QPoint& globalPlace);
  /// The user dragged her marker to a checkpoint.
  void ownMarkerMoved(std::size_t checkpoint);

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Parts;
  void buildCurves();
  void buildMarkers();
  void restyle();
  void refreshAxis();
  void refreshCurves();
  void refreshMarkers();
  [[nodiscard]] int axisWidth() const;
  void showNone();
  void movePlayhead();
  void dragTo(const QPointF& at);
  [[nodiscard]] TimelineData data() const;
  [[nodiscard]] double placeAt(const QPointF& at) const;
  [[nodiscard]] double reach() const;  ///< along the axis, in which the pointer means a checkpoint
  [[nodiscard]] bool overTicks(const QPointF& at) const;

  std::unique_ptr<Parts> parts_;
  const DynamicsTrack& track_;
  Playhead& playhead_;
  PhaseResult phase_;
  bool complete_ = false;
  QString noneText_;
  std::optional<std::size_t> own_, pinned_, column_;
  std::optional<TimelineBeside> beside_;
};

}  // namespace spindle
