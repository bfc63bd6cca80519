// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/colors/color_theme.h"

#include <QBrush>
#include <QColor>
#include <QPalette>

namespace spindle {

/// The window's colors, light or dark as the palette is, on its words and ground. The sign is also told by direction,
/// and OR by hatching.
struct PlotColors {
  QColor background, text, faintText, axis, grid;
  QColor positive, negative;
  QColor train, test, gap;
  QColor marker, playhead, lit, failed;
  QColor firstRun, secondRun;  ///< of two runs side by side
  bool dark = false;

  static PlotColors of(const QPalette& palette);

  [[nodiscard]] ColorTheme theme() const { return dark ? ColorTheme::dark : ColorTheme::light; }

  /// What has no name here.
  [[nodiscard]] QColor of(ColorRole role) const;

  [[nodiscard]] QColor strength(bool isPositive) const { return isPositive ? positive : negative; }

  /// Diagonal strokes in the color over a lighter tint of it, sharp at this device pixel ratio.
  [[nodiscard]] QBrush hatched(const QColor& color, double devicePixelRatio) const;
};

}  // namespace spindle
