// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/brush_stroke.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace spindle {

BrushStroke::BrushStroke(const QSize& image, int radius, const QPoint& from, bool add)
    : image_(image),
      radius_(radius),
      last_(from),
      add_(add),
      taken_(static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height()), 0) {
  press(from);
}

void BrushStroke::moveTo(const QPoint& pixel) {
  const QPoint from = std::exchange(last_, pixel), way = pixel - from;
  const int steps = std::max(std::abs(way.x()), std::abs(way.y()));
  for (int step = 1; step <= steps; ++step)
    press({from.x() + way.x() * step / steps, from.y() + way.y() * step / steps});
}

void BrushStroke::press(const QPoint& pixel) {
  take(pixel.x(), pixel.y());
  const int reach = radius_ - 1;
  for (int dy = -reach; dy <= reach; ++dy) {
    for (int dx = -reach; dx <= reach; ++dx) {
      if (dx * dx + dy * dy <= reach * reach + 1) take(pixel.x() + dx, pixel.y() + dy);
    }
  }
}

void BrushStroke::take(int x, int y) {
  if (x < 0 || y < 0 || x >= image_.width() || y >= image_.height()) return;
  const auto p = static_cast<std::uint32_t>(y * image_.width() + x);
  if (std::exchange(taken_[p], 1) == 0) pixels_.push_back(p);
}

}  // namespace spindle
