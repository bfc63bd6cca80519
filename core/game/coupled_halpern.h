// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coupled_blocks.h"
#include "core/game/coupled_iteration.h"
#include "core/game/symmetric_plan.h"

#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

namespace spindle {

/// The restarted Halpern Peaceman-Rachford iteration for one game (see RestartedHalpern) with one projection for all
/// constraints: minimize |a|_1 + |b|_1 over AND interactions a, OR interactions b and noise r with
/// Z a + Y b = v + r and |r| <= bound. The projection on the equation is exact in O(n 2^n), because the matrix to
/// invert does not change when variables are permuted (see SymmetricPlan and CoupledBlocks). It needs a third to a
/// tenth of the iterations of RestartedHalpern. In double precision: the matrix has eigenvalues from 1 / weight to
/// about 4^n, which single precision does not resolve. It always starts from zero, so equal input gives equal bits.
/// Keeps its buffers between games.
class CoupledHalpern {
 public:
  /// n >= SymmetricPlan::leastVariables.
  explicit CoupledHalpern(int n);

  /// v in a scale where its typical size is 1, v[0] = 0; bound >= 0.
  void start(std::span<const double> v, double bound);

  /// From here on minimizes the sum of weights[order] |I(S)| over both parts instead, from the present point. weights:
  /// n + 1 positive numbers, of which the first (the empty set) counts for nothing.
  void reweight(std::span<const double> weights);

  /// Does `count` >= 1 iterations, then restarts if it is time to.
  void advance(int count);

  [[nodiscard]] int iterations() const { return total_; }

  /// The proximal point as two games, w complemented: u + w within the bound of v. What AND and OR interactions of the
  /// point do not agree about is halved.
  void values(std::span<double> u, std::span<double> w) const;

  /// The dual variable of the equation, y(T), from the projection. Overwrites what lies between iterations.
  void dual(std::span<double> y);

 private:
  void proximal(double* const (&prox)[3]) const;
  void restart();
  void setWeight(double weight);
  void setLimits();

  struct Free {
    void operator()(double* p) const { std::free(p); }
  };
  double* block(int index) const { return buffer_.get() + static_cast<std::size_t>(index) * stride_; }

  int n_;
  std::size_t size_;
  std::size_t stride_;
  std::unique_ptr<const SymmetricPlan> plan_;
  CoupledBlocks blocks_;
  std::vector<std::vector<double>> inverses_;
  std::unique_ptr<double, Free> buffer_;
  CoupledState state_;
  CoupledIterate iterate_;
  std::vector<double> v_;
  std::vector<double> orderWeights_;
  double bound_ = 0.0;
  double rho_ = 1.0;     ///< penalty of the interactions; that of the noise is rho * weight
  double weight_ = 1.0;  ///< of the noise against the interactions
  int total_ = 0;
  double firstResidual_ = 0.0;
  double lastResidual_ = 0.0;
};

}  // namespace spindle
