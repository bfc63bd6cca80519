// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/order_series.h"
#include "core/dynamics/phase_options.h"
#include "core/dynamics/phase_result.h"

#include <optional>
#include <vector>

namespace spindle {

/// The best split of a series into a falling and a rising part: what the rule "change point" knows before its constants
/// are applied. The shares of all orders above k, for each k, must all fall up to the split and all rise after it: the
/// distribution moves down, then up, in the stochastic order. For each split these n - 1 series are fitted by weighted
/// least squares (VShapedFit; weight = number of samples), and the residuals added: the squared Cramer distance between
/// the measured and the fitted distributions. The split with the least residual is taken. The rule is ours.
class ChangePointFit {
 public:
  /// O(n C^2).
  explicit ChangePointFit(const OrderSeries& series);

  /// The last checkpoint whose fitted mean order is within `tie` of that at the split. Found if the fitted mean order
  /// falls by `fall` before and rises by `rise` after, and if the residual is less than 1 - turnGain of that of the
  /// best series without a turn. Never with fewer than 3 known checkpoints. O(C).
  [[nodiscard]] std::optional<std::size_t> start(const PhaseOptions& options) const;

  /// The same in words.
  [[nodiscard]] PhaseResult result(const PhaseOptions& options) const;

 private:
  [[nodiscard]] bool turns(const PhaseOptions& options) const;

  std::size_t checkpoints_ = 0;
  std::vector<std::size_t> index_;  ///< of the known ones
  std::vector<double> meanOrder_;   ///< fitted, at these
  std::size_t split_ = 0;
  double fall_ = 0.0, rise_ = 0.0, gain_ = 0.0;
};

}  // namespace spindle
