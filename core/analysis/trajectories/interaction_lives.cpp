// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trajectories/interaction_lives.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace spindle {

LifeClass lifeClass(std::span<const SalientSpell> spells, std::size_t first, std::size_t last) {
  if (spells.empty()) throw std::invalid_argument("lifeClass: an interaction without a spell has no class");
  if (spells.size() > 2) return LifeClass::fluctuating;
  if (spells.size() == 2) return spells[0].sign == spells[1].sign ? LifeClass::fluctuating : LifeClass::betraying;
  if (spells[0].last == last) return LifeClass::reliable;
  return spells[0].first == first ? LifeClass::withdrawn : LifeClass::forgotten;
}

void InteractionLives::visit(std::size_t checkpoint, const SampleInteractions& sample, double threshold) {
  const std::size_t size = sample.andPart.size();
  open_.resize(2 * size, 0);
  checkpoints_.push_back(checkpoint);
  for (std::size_t s = 1; s < size; ++s) {
    take(static_cast<std::uint32_t>(s), sample.andOf(s), threshold, checkpoint);
    if (!sample.merges(s)) take(static_cast<std::uint32_t>(size + s), sample.orPart[s], threshold, checkpoint);
  }
}

void InteractionLives::take(std::uint32_t key, double value, double threshold, std::size_t checkpoint) {
  const double strength = std::abs(value);
  const int sign = value > 0.0 ? 1 : -1;
  std::uint32_t& open = open_[key];
  if (open > 0) {
    SalientSpell& spell = spells_[open - 1].spell;
    if (strength > 0.0 && strength >= stay_ * threshold && sign == spell.sign) {
      spell.last = checkpoint;
      return;
    }
    open = 0;
  }
  if (strength > 0.0 && strength >= threshold) {
    spells_.push_back({key, {checkpoint, checkpoint, sign}});
    open = static_cast<std::uint32_t>(spells_.size());
  }
}

std::vector<InteractionLife> InteractionLives::lives() const {
  std::vector<KeptSpell> sorted = spells_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const KeptSpell& a, const KeptSpell& b) { return a.key < b.key; });
  const auto size = static_cast<std::uint32_t>(open_.size() / 2);
  std::vector<InteractionLife> lives;
  for (std::size_t i = 0; i < sorted.size();) {
    InteractionLife life{sorted[i].key % size, sorted[i].key >= size, LifeClass::reliable, {}};
    const std::uint32_t key = sorted[i].key;
    for (; i < sorted.size() && sorted[i].key == key; ++i) life.spells.push_back(sorted[i].spell);
    life.life = lifeClass(life.spells, checkpoints_.front(), checkpoints_.back());
    lives.push_back(std::move(life));
  }
  return lives;
}

LifeSummary lifeSummary(std::span<const InteractionLives> samples, int variables, std::size_t checkpoints) {
  LifeCounts none;
  none.fill(std::vector<double>(static_cast<std::size_t>(variables), 0.0));
  LifeSummary summary{0, none, std::vector<LifeCounts>(checkpoints, none)};
  std::vector<std::size_t> known(checkpoints, 0);
  for (const InteractionLives& sample : samples) {
    if (sample.checkpoints().empty()) continue;
    ++summary.samples;
    std::vector<bool> seen(checkpoints, false);
    for (const std::size_t c : sample.checkpoints()) {
      seen[c] = true;
      ++known[c];
    }
    for (const InteractionLife& life : sample.lives()) {
      const auto at = static_cast<std::size_t>(life.life);
      const auto k = static_cast<std::size_t>(order(life.coalition) - 1);
      summary.all[at][k] += 1.0;
      for (const SalientSpell& spell : life.spells) {
        for (std::size_t c = spell.first; c <= spell.last; ++c) summary.at[c][at][k] += seen[c] ? 1.0 : 0.0;
      }
    }
  }
  const auto divide = [](LifeCounts& counts, std::size_t by) {
    for (std::vector<double>& list : counts) {
      for (double& value : list) value /= static_cast<double>(std::max<std::size_t>(by, 1));
    }
  };
  divide(summary.all, summary.samples);
  for (std::size_t c = 0; c < checkpoints; ++c) divide(summary.at[c], known[c]);
  return summary;
}

}  // namespace spindle
