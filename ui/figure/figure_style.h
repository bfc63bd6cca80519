// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spindle {

/// How large a figure is and how it looks. Sizes are those of the printed page: included unscaled, text has its size.
struct FigureStyle {
  double widthInches = 5.5;  ///< page width, 1 to 20
  double labelPoints = 9.0;  ///< size of axis labels, 4 to 30
  double tickPoints = 7.0;
  bool hatchNegative = false;  ///< for grayscale printing
  bool note = true;            ///< small print below: threshold, what was masked and where, protocol
  double pngDpi = 300.0;
};

}  // namespace spindle
