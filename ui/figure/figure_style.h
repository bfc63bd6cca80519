// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_style.h"

namespace spindle {

/// How large a figure is and how it looks. Sizes are those of the printed page: included unscaled, text has its size.
struct FigureStyle : PaperStyle {
  double widthInches = 5.5;  ///< page width, 1 to 60
  bool note = true;          ///< small print below: threshold, what was masked and where, protocol
  double pngDpi = 300.0;     ///< 30 to 2400
  bool transparent = false;  ///< PNG without a ground

  bool operator==(const FigureStyle&) const = default;
};

}  // namespace spindle
