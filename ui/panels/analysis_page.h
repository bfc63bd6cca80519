// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/dynamics_session.h"

#include <QWidget>

namespace spindle {

using AnalysisPtr = std::shared_ptr<const StoredAnalysis>;

/// A page of the analysis under the bars. show() is called when the analysis, the checkpoint under the playhead or the
/// page comes to be seen; only the visible page is told.
class AnalysisPage : public QWidget {
  Q_OBJECT

 public:
  using QWidget::QWidget;

  /// analysis: null while there is none. checkpoint: a row of it, index into the track.
  virtual void show(const DynamicsSession& session, const AnalysisPtr& analysis, std::size_t checkpoint) = 0;
  using QWidget::show;
};

/// Ticks and places of a training axis: log10(step + 1), as the timeline has it.
double trainingPlace(double step);
std::vector<std::pair<double, QString>> trainingTicks(const DynamicsTrack& track);
QString trainingLabel(const DynamicsTrack& track);

/// "computing..." or why there is nothing to show.
QString waitingText(const DynamicsSession& session);

}  // namespace spindle
