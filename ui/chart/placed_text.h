// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QString>

namespace spindle {

/// A text as it was drawn on a page: its box in points, and the size of its letters.
struct PlacedText {
  QString text;
  QRectF box;
  double points = 0.0;
};

}  // namespace spindle
