// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/analysis_page.h"

#include "ui/session/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace spindle {

double trainingPlace(double step) {
  return std::log10(std::max(0.0, step) + 1.0);
}

std::vector<std::pair<double, QString>> trainingTicks(const DynamicsTrack& track) {
  std::vector<std::pair<double, QString>> ticks;
  if (track.size() == 0) return ticks;
  const double last = track.checkpoint(track.size() - 1).step;
  ticks.emplace_back(0.0, QStringLiteral("0"));
  for (double step = 1.0; step <= last; step *= 10.0) ticks.emplace_back(trainingPlace(step), stepText(step));
  return ticks;
}

QString trainingLabel(const DynamicsTrack& track) {
  return track.series().stepsAreEpochs ? QCoreApplication::translate("Analysis", "epoch (log)")
                                       : QCoreApplication::translate("Analysis", "training step (log)");
}

QString waitingText(const DynamicsSession& session) {
  return session.busy() ? QCoreApplication::translate("Analysis", "shown when the computation has ended")
         : session.track().doneCount() > 0 ? QCoreApplication::translate("Analysis", "analyzing\u2026")
                                           : QString();
}

}  // namespace spindle
