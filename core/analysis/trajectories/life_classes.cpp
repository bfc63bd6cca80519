// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trajectories/life_classes.h"

#include "core/analysis/analyzed_results.h"
#include "core/analysis/trajectories/lives_pass.h"

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

std::shared_ptr<const LifeClasses> classesOfSample(const std::shared_ptr<const AnalyzedResults>& results,
                                                   std::size_t sample) {
  if (!results) return nullptr;
  const auto found = results->passes.find("trajectories");
  if (found == results->passes.end()) return nullptr;
  const auto& pass = static_cast<const LivesPass&>(*found->second);
  const auto options = results->choices.options.find("trajectories");
  const double stay = options == results->choices.options.end()
                          ? static_cast<double>(usualStay)
                          : options->second.value("stay", static_cast<double>(usualStay));
  const std::vector<LifeClasses>& samples = pass.classes[static_cast<std::size_t>(stay)];
  return sample < samples.size() ? std::shared_ptr<const LifeClasses>(results, &samples[sample]) : nullptr;
}

}  // namespace spindle
