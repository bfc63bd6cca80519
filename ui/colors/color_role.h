// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/ink.h"

namespace spindle {

/// What has a color: what marks of charts stand for, then what is drawn around them and over them. Each is a line of
/// the table in color_theme.cpp.
enum class ColorRole {
  andPositive,
  orPositive,
  andNegative,
  orNegative,
  train,
  test,
  measured,
  theory,
  reference,
  series1,
  series2,
  series3,
  series4,
  series5,
  series6,
  words,       ///< text, ticks and outlines
  quiet,       ///< text of less importance on screen
  faint,       ///< marks and small print of secondary importance
  axis,        ///< lines of axes
  grid,        ///< lines behind marks, such as zero
  middle,      ///< 0 of a diverging map
  ground,      ///< what everything is drawn on
  between,     ///< text of what lies between two checkpoints
  playhead,    ///< the checkpoint that is shown
  lit,         ///< what is chosen
  failed,      ///< what went wrong
  firstRun,    ///< of two runs side by side
  secondRun,   ///< the other one
  region,      ///< an input variable over a picture
  regionEdge,  ///< its outline
  regionRest,  ///< its outline while others are lit
};

/// The role of an ink. A series repeats its colors after six.
ColorRole roleOf(const Ink& ink);

}  // namespace spindle
