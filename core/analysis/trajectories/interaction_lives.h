// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"
#include "core/game/coalition.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace spindle {

/// What becomes of an interaction over training (METHOD.md#trajectories). The names are those of a paper (AAAI 2025)
/// whose rules could not be read; these rules are ours. A spell is a longest row of checkpoints at which the
/// interaction is salient with one sign. It starts where |I| reaches the threshold and, so that values beside the
/// threshold do not flicker, goes on while |I| stays above a share of it. Every interaction that has a spell is of one
/// class:
enum class LifeClass : std::uint8_t {
  reliable,     ///< one spell, which lasts to the last checkpoint
  withdrawn,    ///< one spell, there at the first checkpoint (so of the initialization), over before the last
  forgotten,    ///< one spell, which starts after the first checkpoint and is over before the last
  betraying,    ///< two spells, with opposite signs
  fluctuating,  ///< more than two spells, or two with the same sign
};
inline constexpr std::size_t lifeClasses = 5;
inline constexpr std::array<const char*, lifeClasses> lifeClassNames{"reliable", "withdrawn", "forgotten", "betraying",
                                                                     "fluctuating"};

/// Rows of checkpoints, both included; sign is 1 or -1.
struct SalientSpell {
  std::size_t first = 0, last = 0;
  int sign = 0;
  bool operator==(const SalientSpell&) const = default;
};

/// spells: in the order of training; first and last: the first and last checkpoint at which the sample is known. Throws
/// std::invalid_argument without a spell.
LifeClass lifeClass(std::span<const SalientSpell> spells, std::size_t first, std::size_t last);

/// One interaction that is salient at some checkpoint.
struct InteractionLife {
  Coalition coalition = 0;
  bool orPart = false;
  LifeClass life = LifeClass::reliable;
  std::vector<SalientSpell> spells;
};

/// The spells of all interactions of one sample, collected checkpoint by checkpoint; keeps a number an interaction and
/// a spell an appearance, no tables. Used by one thread.
class InteractionLives {
 public:
  /// stay: share of the threshold above which a spell goes on, 0 to 1; 1: no hysteresis.
  explicit InteractionLives(double stay) : stay_(stay) {}

  /// The next checkpoint in the order of training, with its threshold; after the order-1 merge. O(2^n).
  void visit(std::size_t checkpoint, const SampleInteractions& sample, double threshold);

  [[nodiscard]] std::span<const std::size_t> checkpoints() const { return checkpoints_; }  ///< that were visited
  /// By kind (AND first) and coalition.
  [[nodiscard]] std::vector<InteractionLife> lives() const;

 private:
  struct KeptSpell {
    std::uint32_t key;
    SalientSpell spell;
  };
  void take(std::uint32_t key, double value, double threshold, std::size_t checkpoint);

  double stay_;
  std::vector<std::size_t> checkpoints_;
  std::vector<std::uint32_t> open_;  // [kind][coalition]: 1 + index of the spell that goes on; 0: none
  std::vector<KeptSpell> spells_;
};

/// Mean number of interactions a sample, by class and order: [class][order - 1].
using LifeCounts = std::array<std::vector<double>, lifeClasses>;

/// Over the whole training, and of those salient at each checkpoint (mean over the samples known there).
struct LifeSummary {
  std::size_t samples = 0;
  LifeCounts all;
  std::vector<LifeCounts> at;  ///< [checkpoint]
};
LifeSummary lifeSummary(std::span<const InteractionLives> samples, int variables, std::size_t checkpoints);

}  // namespace spindle
