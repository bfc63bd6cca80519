// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/trajectories/interaction_lives.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace spindle {

/// What becomes of the interactions of one sample, to be looked up one by one. 5 bytes an interaction that is salient
/// at some checkpoint. Immutable.
class LifeClasses {
 public:
  /// lives: by kind (AND first) and coalition, as InteractionLives::lives() has them.
  LifeClasses(std::span<const InteractionLife> lives, int variables);

  /// None where the interaction is never salient. O(log of their number).
  [[nodiscard]] std::optional<LifeClass> of(Coalition coalition, bool orPart) const;

 private:
  int variables_;
  std::vector<std::uint32_t> keys_;  // ascending
  std::vector<LifeClass> classes_;
};

}  // namespace spindle
