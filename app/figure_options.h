// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_style.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace spindle::app {

/// The options of the command line that say how a figure looks; a value below 0 was not given.
struct FigureOptions {
  std::string venue, column = "one", font, palette;
  double width = -1.0, labels = -1.0, ticks = -1.0, lines = -1.0, dpi = -1.0;
  bool hatch = false, noNote = false, transparent = false, outlines = false;

  void addTo(CLI::App& command);
  [[nodiscard]] bool given() const { return style() != FigureStyle() || !venue.empty() || column != "one"; }

  /// Those of the venue, with what was given in its place. Throws UserError.
  [[nodiscard]] FigureStyle style() const;

  /// Of the column that was chosen; none without a venue. Throws UserError.
  [[nodiscard]] std::optional<double> columnInches() const;
};

}  // namespace spindle::app
