// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_strength.h"

#include <cstdint>
#include <span>
#include <vector>

namespace spindle {

/// Strength of both signs and kinds by order at every checkpoint of a run: what the phase rules work on.
class OrderSeries {
 public:
  /// From averages; checkpoints without samples stay without strength.
  explicit OrderSeries(std::span<const OrderStrength> series);

  /// From the strengths of each sample; sample x counts multiplicity[x] times, or once when none are given (bootstrap).
  /// Throws std::invalid_argument when checkpoints with samples differ in their number or in n.
  explicit OrderSeries(std::span<const SampleStrengths> series, std::span<const std::uint32_t> multiplicity = {});

  [[nodiscard]] std::size_t checkpoints() const { return weight_.size(); }
  [[nodiscard]] int variables() const { return n_; }

  /// Number of samples behind a checkpoint, with multiplicity; 0 where nothing is known or nothing is salient.
  [[nodiscard]] double weight(std::size_t checkpoint) const { return weight_[checkpoint]; }

  /// n shares that sum to 1; all 0 where the weight is 0.
  [[nodiscard]] std::span<const double> shares(std::size_t checkpoint) const;

  /// NaN where the weight is 0.
  [[nodiscard]] std::vector<double> meanOrders() const;

 private:
  void normalize();

  int n_ = 0;
  std::vector<double> shares_;  // [checkpoint][order]
  std::vector<double> weight_;
};

}  // namespace spindle
