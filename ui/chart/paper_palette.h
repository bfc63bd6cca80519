// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/ink.h"

#include <QColor>

#include <span>
#include <string>
#include <string_view>

namespace spindle {

/// Sets of colors of figures. safe: Okabe-Ito, told apart by color-blind readers; redBlue: the pair of diverging maps,
/// darker; gray: for grayscale print, AND dark and light by sign, OR in between and hatched.
enum class Palette { safe, redBlue, gray };

/// The words of the command line, in the order of the enumeration.
std::span<const std::string_view> paletteNames();
std::string toText(Palette palette);
Palette paletteFrom(const std::string& text);  ///< throws UserError

/// The color of an ink in print: on white, OR as the lighter tint of its sign. A series repeats its colors after six.
QColor paperColor(const Ink& ink, Palette palette);

/// White at 0, the palette's color of negative values at -1 and that of positive ones at 1 and beyond.
QColor diverging(double minusOneToOne, Palette palette);

/// viridis, linear between eight of its colors (or gray, light to dark); share from 0 to 1, beyond them those of the
/// ends.
QColor sequential(double share, Palette palette);

/// Lightness L* of CIELAB, 0 to 100: what is left of a color in grayscale print.
double lightness(const QColor& color);

/// Distance in CIELAB (1976): 2 is just seen side by side, 10 and less hard to tell apart in thin lines.
double colorDistance(const QColor& a, const QColor& b);

/// The least of it for readers without one kind of cones: protan, deutan and tritan, by the matrices of Machado,
/// Oliveira and Fernandes (IEEE TVCG 2009) at full severity.
double colorBlindDistance(const QColor& a, const QColor& b);

}  // namespace spindle
