// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/region_outline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace spindle {
namespace {

QRectF asRect(const PixelRect& r) {
  return {static_cast<double>(r.left), static_cast<double>(r.top), static_cast<double>(r.width),
          static_cast<double>(r.height)};
}

/// Straight pieces between pixels of it and others, first the level ones, then the upright ones.
QPainterPath edgeOf(const std::vector<PixelRect>& rects, const QRect& box) {
  const int height = box.height() + 2, width = box.width() + 2;  // with a free row and column around it
  std::vector<char> in(static_cast<std::size_t>(height * width), 0);
  for (const PixelRect& r : rects) {
    for (std::int64_t y = r.top; y < r.top + r.height; ++y)
      std::fill_n(in.begin() + (y - box.top() + 1) * width + (r.left - box.left() + 1), r.width, 1);
  }
  QPainterPath edge;
  const auto trace = [&](bool level) {
    const int lines = level ? height : width, places = level ? width : height;
    const auto at = [&](int along, int place) {
      return in[static_cast<std::size_t>(level ? along * width + place : place * width + along)];
    };
    for (int across = 1; across < lines; ++across) {
      for (int place = 0; place < places; ++place) {
        if (at(across - 1, place) == at(across, place)) continue;
        const int from = place;
        while (place < places && at(across - 1, place) != at(across, place)) ++place;
        const auto point = [&](int along) {
          return level ? QPointF(box.left() + along - 1, box.top() + across - 1)
                       : QPointF(box.left() + across - 1, box.top() + along - 1);
        };
        edge.moveTo(point(from));
        edge.lineTo(point(place));
      }
    }
  };
  trace(true);
  trace(false);
  return edge;
}

}  // namespace

RegionOutline regionOutline(const InputVariable& variable) {
  RegionOutline outline;
  if (variable.rects.empty()) return outline;
  QRectF box;
  double area = 0.0;
  QPointF middle;
  for (const PixelRect& r : variable.rects) {
    const QRectF rect = asRect(r);
    outline.area.addRect(rect);
    box = box.united(rect);
    area += rect.width() * rect.height();
    middle += rect.width() * rect.height() * rect.center();
  }
  outline.cell = variable.rects.size() == 1;
  if (outline.cell) {
    outline.edge = outline.area;
    outline.name = box;
    return outline;
  }
  outline.edge = edgeOf(variable.rects, box.toRect());
  middle /= area;
  // Its pixel nearest to the middle.
  QPointF place = box.center();
  double least = std::numeric_limits<double>::infinity();
  for (const PixelRect& r : variable.rects) {
    const QRectF rect = asRect(r);
    const QPointF nearest(std::clamp(middle.x(), rect.left() + 0.5, rect.right() - 0.5),
                          std::clamp(middle.y(), rect.top() + 0.5, rect.bottom() - 0.5));
    const QPointF away = nearest - middle;
    if (const double squared = QPointF::dotProduct(away, away); squared < least) {
      least = squared;
      place = nearest;
    }
  }
  const double side = std::sqrt(area);
  outline.name = QRectF(place.x() - 0.5 * side, place.y() - 0.5 * side, side, side);
  return outline;
}

}  // namespace spindle
