// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/symmetric_plan.h"

#include <cmath>
#include <utility>

namespace spindle {
namespace {

// The copy in `places`, each of which has `remaining` vectors, meets the next bit: places + i is the state of i ones,
// whose first half has the bit clear. The d + 2 states of the larger copy and the d of the smaller one take the same
// places. Ends where `end` vectors remain.
void addBits(const RepresentationPlaces& places, std::uint32_t remaining, std::uint32_t end, RepresentationFan& fan) {
  if (remaining == end) {
    fan.ends.push_back(places);
    return;
  }
  const std::uint32_t half = remaining / 2;
  const std::size_t bits = places.size();  // including the new one
  for (std::size_t ones = 1; ones < bits; ++ones) {
    const double share = static_cast<double>(ones) / static_cast<double>(bits);
    fan.rotations.push_back({places[ones], places[ones - 1] + half, half, std::sqrt(1.0 - share), std::sqrt(share)});
  }
  RepresentationPlaces larger = places;
  larger.push_back(places.back() + half);
  addBits(larger, half, end, fan);
  if (bits == 1) return;
  RepresentationPlaces smaller;
  for (std::size_t ones = 0; ones + 1 < bits; ++ones) smaller.push_back(places[ones] + half);
  addBits(smaller, half, end, fan);
}

}  // namespace

SymmetricPlan::SymmetricPlan(int n) : n_(n) {
  RepresentationFan fan;
  addBits({0}, spare(), local / lanes, fan);
  upper_ = std::move(fan.rotations);
  for (std::size_t rows = fan.ends.front().size();; rows -= 2) {
    Kind kind;
    kind.rows = rows;
    for (const auto& places : fan.ends) {
      if (places.size() == rows) kind.places.insert(kind.places.end(), places.begin(), places.end());
    }
    while (kind.places.size() % (rows * lanes) != 0) kind.places.push_back(spare());
    RepresentationPlaces start;
    for (std::size_t row = 0; row < rows; ++row) start.push_back(static_cast<std::uint32_t>(row * local));
    addBits(start, local, 1, kind.fan);
    kinds_.push_back(std::move(kind));
    if (rows <= 2) break;
  }
}

}  // namespace spindle
