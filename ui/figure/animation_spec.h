// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/step_axis.h"

#include <QSize>

namespace spindle {

/// How an animation of the dynamics looks. check() throws UserError for values out of range.
struct AnimationSpec {
  QSize size{1280, 720};     ///< pixels, both even; 320x180 to 3840x2160
  int framesPerSecond = 30;  ///< 5 to 60
  double seconds = 12.0;     ///< from the first checkpoint to the last, 1 to 600
  double holdFirst = 0.5;    ///< seconds
  double holdLast = 1.5;     ///< seconds
  AxisScale scale = AxisScale::log;
  bool normalize = true;  ///< shares of the whole strength, so that the first steps can be seen as well as the last

  void check() const;
};

}  // namespace spindle
