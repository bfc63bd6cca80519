// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/paper_palette.h"

namespace spindle {

/// The fonts of figures: DejaVu Sans, or Liberation Serif, which has the widths of Times. Both are TrueType.
enum class FigureFont { sans, serif };

/// How charts look on paper, wherever they stand. Sizes are those of the printed page.
struct PaperStyle {
  double labelPoints = 9.0;  ///< size of axis labels, 4 to 60
  double tickPoints = 7.0;
  bool hatchNegative = false;  ///< for grayscale printing
  FigureFont font = FigureFont::sans;
  double lines = 1.0;  ///< factor of all widths of lines and sizes of points
  Palette palette = Palette::safe;
  bool outlines = false;  ///< letters as shapes: looks alike where the font is missing, and cannot be searched

  bool operator==(const PaperStyle&) const = default;
};

}  // namespace spindle
