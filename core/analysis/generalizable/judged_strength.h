// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/salient_list.h"

#include <span>
#include <vector>

namespace spindle {

/// Sums of |I| of salient interactions by order, order k at index k - 1.
struct JudgedStrength {
  std::vector<double> all;
  std::vector<double> confirmed;  ///< of those that are salient at enough judges too
  /// What would be confirmed on average if each interaction of an order were as likely salient at the judges as all of
  /// that order: all times the share of interactions that enough judges hold.
  std::vector<double> chance;

  explicit JudgedStrength(int variables = 0);
  void add(const JudgedStrength& other);
  /// confirmed / all, chance / all over all orders; NaN for 0 / 0.
  [[nodiscard]] double share() const;
  [[nodiscard]] double chanceShare() const;
};

/// One sample: its salient interactions here, and those of the same sample at each judge. votes: how many judges make
/// enough, at least 1. sameSign: a judge confirms what has the same sign there only.
JudgedStrength judgedStrength(const SalientList& here, std::span<const SalientList* const> judges, std::size_t votes,
                              bool sameSign, int variables);

}  // namespace spindle
