// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/region_outline.h"

#include <array>
#include <map>

namespace spindle {
namespace {

using Corner = std::pair<int, int>;

constexpr std::array<Corner, 4> directions{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};  // each a right turn from the last

}  // namespace

std::vector<std::vector<Corner>> regionOutline(const std::vector<std::uint8_t>& inside, int width) {
  const int height = width > 0 ? static_cast<int>(inside.size()) / width : 0;
  const auto at = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && inside[static_cast<std::size_t>(y * width + x)] != 0;
  };
  // Unit edges with the region at their right, by corner and direction.
  std::map<std::pair<Corner, int>, bool> open;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (!at(x, y)) continue;
      if (!at(x, y - 1)) open[{{x, y}, 0}] = true;
      if (!at(x + 1, y)) open[{{x + 1, y}, 1}] = true;
      if (!at(x, y + 1)) open[{{x + 1, y + 1}, 2}] = true;
      if (!at(x - 1, y)) open[{{x, y + 1}, 3}] = true;
    }
  }
  std::vector<std::vector<Corner>> outlines;
  while (!open.empty()) {
    const auto [first, start] = open.begin()->first;
    std::vector<Corner> line{first};
    Corner corner = first;
    for (int direction = start, before = -1;;) {
      open.erase({corner, direction});
      if (direction == before) line.pop_back();
      corner = {corner.first + directions[static_cast<std::size_t>(direction)].first,
                corner.second + directions[static_cast<std::size_t>(direction)].second};
      line.push_back(corner);
      before = direction;
      int next = -1;
      for (const int turn : {1, 0, 3}) {  // right first: regions that touch at a corner stay apart
        if (next < 0 && open.contains({corner, (direction + turn) % 4})) next = (direction + turn) % 4;
      }
      if (next < 0) break;
      direction = next;
    }
    outlines.push_back(std::move(line));
  }
  return outlines;
}

}  // namespace spindle
