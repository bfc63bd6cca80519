// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/animation_spec.h"
#include "ui/session/playhead.h"

#include <span>
#include <vector>

namespace spindle {

/// Where each frame stands: evenly from the first place to the last, with a pause at both ends; a frame close to a
/// checkpoint stands exactly at it.
std::vector<PlayheadSpot> filmSpots(const StepAxis& axis, const AnimationSpec& spec);

/// The step of each frame of a film over these steps, which rise.
std::vector<double> filmSteps(const std::vector<double>& steps, const AnimationSpec& spec);

/// Where another series stands at those steps: before its first checkpoint at the first, behind its last at the last.
std::vector<PlayheadSpot> spotsAtSteps(const std::vector<double>& own, AxisScale scale, std::span<const double> steps);

}  // namespace spindle
