// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/variables/input_variables.h"

#include <QPainterPath>
#include <QRectF>

namespace spindle {

/// An image variable as it is drawn, in pixels of the image.
struct RegionOutline {
  QPainterPath area;  ///< its rectangles
  QPainterPath edge;  ///< what lies between its pixels and others; without corners shared by diagonal neighbors
  QRectF name;        ///< a square inside it, or over it, for its name
  bool cell = true;   ///< one rectangle
};

RegionOutline regionOutline(const InputVariable& variable);

}  // namespace spindle
