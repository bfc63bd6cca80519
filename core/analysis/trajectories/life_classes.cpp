// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trajectories/life_classes.h"

#include <algorithm>

namespace spindle {
namespace {

std::uint32_t keyOf(Coalition coalition, bool orPart, int variables) {
  return coalition + (orPart ? std::uint32_t{1} << variables : 0u);
}

}  // namespace

LifeClasses::LifeClasses(std::span<const InteractionLife> lives, int variables) : variables_(variables) {
  for (const InteractionLife& life : lives) {
    keys_.push_back(keyOf(life.coalition, life.orPart, variables));
    classes_.push_back(life.life);
  }
}

std::optional<LifeClass> LifeClasses::of(Coalition coalition, bool orPart) const {
  const std::uint32_t key = keyOf(coalition, orPart, variables_);
  const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
  if (found == keys_.end() || *found != key) return std::nullopt;
  return classes_[static_cast<std::size_t>(found - keys_.begin())];
}

}  // namespace spindle
