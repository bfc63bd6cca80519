// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalizable/judged_strength.h"

#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace spindle {
namespace {

struct Votes {
  std::size_t positive = 0, negative = 0;

  [[nodiscard]] std::size_t of(bool isPositive, bool sameSign) const {
    if (!sameSign) return positive + negative;
    return isPositive ? positive : negative;
  }
};

double sumOf(const std::vector<double>& list) {
  return std::accumulate(list.begin(), list.end(), 0.0);
}

double ratioOf(const std::vector<double>& part, const std::vector<double>& whole) {
  const double sum = sumOf(whole);
  return sum > 0.0 ? sumOf(part) / sum : std::numeric_limits<double>::quiet_NaN();
}

/// Interactions of each order: of both kinds, those of order 1 merged where they are.
std::vector<double> interactionCounts(int variables, OrderOne orderOne) {
  std::vector<double> counts;
  double binomial = 1.0;
  for (int k = 1; k <= variables; ++k) {
    binomial = binomial * (variables - k + 1) / k;
    counts.push_back(k == 1 && orderOne == OrderOne::merged ? binomial : 2.0 * binomial);
  }
  return counts;
}

}  // namespace

JudgedStrength::JudgedStrength(int variables) {
  for (auto* list : {&all, &confirmed, &chance}) list->assign(static_cast<std::size_t>(variables), 0.0);
}

void JudgedStrength::add(const JudgedStrength& other) {
  for (std::size_t k = 0; k < all.size(); ++k) {
    all[k] += other.all.at(k);
    confirmed[k] += other.confirmed[k];
    chance[k] += other.chance[k];
  }
}

double JudgedStrength::share() const {
  return ratioOf(confirmed, all);
}

double JudgedStrength::chanceShare() const {
  return ratioOf(chance, all);
}

JudgedStrength judgedStrength(const SalientList& here, std::span<const SalientList* const> judges, std::size_t votes,
                              bool sameSign, int variables) {
  std::map<std::uint32_t, Votes> given;
  for (const SalientList* judge : judges) {
    for (std::size_t i = 0; i < judge->key.size(); ++i) {
      Votes& one = given[judge->key[i]];
      ++(judge->value[i] > 0.0 ? one.positive : one.negative);
    }
  }
  const auto n = static_cast<std::size_t>(variables);
  std::vector<double> positive(n, 0.0), negative(n, 0.0);  // interactions with enough votes, by order
  for (const auto& [key, one] : given) {
    const auto k = static_cast<std::size_t>(orderOfKey(key, variables) - 1);
    positive[k] += one.of(true, sameSign) >= votes ? 1.0 : 0.0;
    negative[k] += one.of(false, sameSign) >= votes ? 1.0 : 0.0;
  }
  const std::vector<double> counts = interactionCounts(variables, here.orderOne);
  JudgedStrength judged(variables);
  for (std::size_t i = 0; i < here.key.size(); ++i) {
    const auto k = static_cast<std::size_t>(orderOfKey(here.key[i], variables) - 1);
    const double strength = std::abs(here.value[i]);
    const bool isPositive = here.value[i] > 0.0;
    const auto found = given.find(here.key[i]);
    judged.all[k] += strength;
    if (found != given.end() && found->second.of(isPositive, sameSign) >= votes) judged.confirmed[k] += strength;
    judged.chance[k] += strength * (isPositive ? positive[k] : negative[k]) / counts[k];
  }
  return judged;
}

}  // namespace spindle
