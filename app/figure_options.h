// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_style.h"

namespace CLI {
class App;
}

namespace spindle::app {

/// The options of the command line that say how a figure looks.
struct FigureOptions {
  double width = FigureStyle{}.widthInches;
  bool hatch = false, noNote = false;

  void addTo(CLI::App& command);
  [[nodiscard]] bool given() const { return hatch || noNote || width != FigureStyle{}.widthInches; }
  [[nodiscard]] FigureStyle style() const;
};

}  // namespace spindle::app
