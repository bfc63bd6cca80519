// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/no_phases.h"

#include <limits>
#include <string>

namespace spindle {

PhaseReport noPhases(SeriesKind kind) {
  const std::string why = std::string("Phases are phases of training; these results run over ") +
                          (kind == SeriesKind::depth ? "the layers of one network" : "several models") +
                          ", so none are looked for.";
  const auto none = [&why](const char* rule) { return PhaseResult{{}, {}, rule, why, {}}; };
  return {none("mean order minimum"), none("loss gap"), none("change point")};
}

PhaseResult phaseTwoStart(SeriesKind kind, std::span<const OrderStrength> series) {
  return kind == SeriesKind::training ? phaseTwoStart(series) : noPhases(kind).meanOrder;
}

PhaseOptions phaseOptionsFor(SeriesKind kind, const PhaseOptions& options) {
  PhaseOptions these = options;
  if (kind != SeriesKind::training) these.rise = these.gapRise = std::numeric_limits<double>::infinity();
  return these;
}

}  // namespace spindle
