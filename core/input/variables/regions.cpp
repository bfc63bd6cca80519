// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/regions.h"

#include <algorithm>
#include <utility>

namespace spindle {

std::vector<PixelRect> regionRects(std::span<const std::int64_t> labels, std::int64_t region, std::int64_t height,
                                   std::int64_t width) {
  std::vector<PixelRect> rects, open;
  for (std::int64_t y = 0; y < height; ++y) {
    std::vector<PixelRect> row;
    for (std::int64_t x = 0; x < width;) {
      if (labels[static_cast<std::size_t>(y * width + x)] != region) {
        ++x;
        continue;
      }
      const std::int64_t left = x;
      while (x < width && labels[static_cast<std::size_t>(y * width + x)] == region) ++x;
      PixelRect rect{y, left, 1, x - left};
      const auto above = std::find_if(open.begin(), open.end(), [&](const PixelRect& one) {
        return one.left == rect.left && one.width == rect.width;
      });
      if (above != open.end()) {
        rect.top = above->top;
        rect.height = above->height + 1;
        open.erase(above);
      }
      row.push_back(rect);
    }
    rects.insert(rects.end(), open.begin(), open.end());
    open = std::move(row);
  }
  rects.insert(rects.end(), open.begin(), open.end());
  std::sort(rects.begin(), rects.end(),
            [](const PixelRect& a, const PixelRect& b) { return std::pair(a.top, a.left) < std::pair(b.top, b.left); });
  return rects;
}

InputVariable regionVariable(std::span<const std::int64_t> labels, std::int64_t region, const InputFormat& format,
                             const std::string& name) {
  if (format.kind == InputKind::image)
    return rectVariable(format, regionRects(labels, region, format.shape.at(1), format.shape.at(2)), name);
  std::vector<std::uint32_t> places;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == region) places.push_back(static_cast<std::uint32_t>(i));
  }
  return isInSpace(format.kind) ? pointVariable(format, std::move(places), name)
                                : columnVariable(format, std::move(places), name);
}

std::vector<std::int64_t> regionLabels(const InputVariables& variables, const InputFormat& format) {
  const std::int64_t height = format.shape.at(1), width = format.shape.at(2);
  std::vector<std::int64_t> labels(static_cast<std::size_t>(height * width), 0);
  for (std::size_t v = 0; v < variables.all().size(); ++v) {
    for (const PixelRect& rect : variables[v].rects) {
      for (std::int64_t y = rect.top; y < rect.top + rect.height; ++y)
        std::fill_n(labels.begin() + y * width + rect.left, rect.width, static_cast<std::int64_t>(v) + 1);
    }
  }
  return labels;
}

}  // namespace spindle
