// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_options.h"

#include <CLI/CLI.hpp>

namespace spindle::app {

void FigureOptions::addTo(CLI::App& command) {
  command.add_option("--width", width, "Width in inches (default 5.5)")->check(CLI::Range(1.0, 20.0));
  command.add_flag("--no-note", noNote, "Leave out the small print with the choices behind the figure");
  command.add_flag("--hatch", hatch, "Hatch negative bars, for grayscale printing");
}

FigureStyle FigureOptions::style() const {
  FigureStyle style;
  style.widthInches = width;
  style.hatchNegative = hatch;
  style.note = !noNote;
  return style;
}

}  // namespace spindle::app
