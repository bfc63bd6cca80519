// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace spindle {

enum class Glyph {
  play,
  pause,
  first,
  last,
  previous,
  next,
  loop,
  follow,
  open,
  compute,
  stop,
  exportFigure,
  close,
  undo,
  redo
};

/// Icons drawn as paths in the palette's text color at paint time, so they are sharp at every scale and right on dark.
QIcon glyphIcon(Glyph glyph);

/// The program's icon: bars of the shape of a spindle.
QIcon programIcon();

}  // namespace spindle
