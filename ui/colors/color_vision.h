// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace spindle {

/// Lightness L* of CIELAB, 0 to 100: what is left of a color in grayscale print.
double lightness(const QColor& color);

/// Distance in CIELAB (1976): 2 is just seen side by side, 10 and less hard to tell apart in thin lines.
double colorDistance(const QColor& a, const QColor& b);

/// The least of it for readers without one kind of cones: protan, deutan and tritan, by the matrices of Machado,
/// Oliveira and Fernandes (IEEE TVCG 2009) at full severity.
double colorBlindDistance(const QColor& a, const QColor& b);

}  // namespace spindle
