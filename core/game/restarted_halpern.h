// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/sparsest_iteration.h"

#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

namespace spindle {

/// The restarted Halpern Peaceman-Rachford iteration for one game: minimize |M u|_1 + |M w|_1 over values u of the AND
/// part and complemented values w of the OR part, |u(T) + w(N \ T) - v(T)| <= bound, u(empty) = w(N) = 0, where M is
/// the Moebius transform. It always starts from zero, so equal input gives equal bits. Scalar is float or double. Keeps
/// its buffers between games.
///
/// Step: s <- (k+1)/(k+2) R_f R_g s + 1/(k+2) s_0 with R_g the reflection at the proximal point of |.|_1 and the strip,
/// R_f the reflection at the graph of M, exact in O(n 2^n) since M = W Sigma V' is a Kronecker power whose factors are
/// rotations by the golden angle. Restarts and penalties (one for the interactions, one for the
/// values) as in first-order solvers for linear programs (Lu, Yang:
/// restarted Halpern PDHG, 2024; Chen et al.: HPR-LP, 2024).
template <class Scalar>
class RestartedHalpern {
 public:
  explicit RestartedHalpern(int n);

  /// v in a scale where its typical size is 1, v[0] = 0; bound >= 0.
  void start(std::span<const double> v, double bound);

  /// From here on minimizes the sum of weights[order] |I(S)| over both parts instead, from the present point. weights:
  /// n + 1 positive numbers, of which the first (the empty set) counts for nothing.
  void reweight(std::span<const double> weights);

  /// Goes on where `other` stands, with its penalties and in this precision.
  template <class Other>
  void continueFrom(const RestartedHalpern<Other>& other);

  /// Does `count` >= 1 iterations, then restarts if it is time to.
  void advance(int count);

  /// The residual has come down to the rounding errors of Scalar: more iterations bring nothing.
  [[nodiscard]] bool exhausted() const { return exhausted_; }

  [[nodiscard]] int iterations() const { return total_; }

  /// The proximal point: u within the strip around v by construction (up to rounding), w complemented.
  void values(std::span<double> u, std::span<double> w) const;

  /// The dual variable of the strip, y(T).
  void dual(std::span<double> y) const;

 private:
  template <class Other>
  friend class RestartedHalpern;

  void proximal(Scalar* const (&prox)[4]) const;
  void restart();
  void setWeight(double weight);
  void setLimits();

  struct Free {
    void operator()(Scalar* p) const { std::free(p); }
  };
  Scalar* block(int index) const { return buffer_.get() + static_cast<std::size_t>(index) * stride_; }

  int n_;
  std::size_t size_;
  std::size_t stride_;
  std::unique_ptr<Scalar, Free> buffer_;
  IterationState<Scalar> state_;
  Iterate<Scalar> iterate_;
  std::vector<double> v_;
  std::vector<double> orderWeights_;
  double bound_ = 0.0;
  double rho_ = 1.0;     ///< penalty of the interactions; that of the values is rho * weight
  double weight_ = 1.0;  ///< of the values against the interactions
  int total_ = 0;
  double firstResidual_ = 0.0;
  double lastResidual_ = 0.0;
  bool exhausted_ = false;
};

}  // namespace spindle
