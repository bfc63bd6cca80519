// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/joint_iteration.h"

#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

namespace spindle {

/// The restarted Halpern Peaceman-Rachford iteration (see RestartedHalpern) for the joint decomposition of several
/// networks: the projection on interactions = transform of values is each network's own; the proximal step of the loss
/// takes one interaction of all networks at once, that of the bounds one coalition of all, both exactly. From zero; the
/// iterates depend on the input only, and those of networks with equal input are equal.
class JointHalpern {
 public:
  /// values: `networks` tables of 2^n, one after another, in a scale where their typical size is 1, each 0 at the
  /// empty set. bounds: of |q| and of the differences, for each network. alpha: see JointOptions.
  JointHalpern(int n, std::vector<double> values, std::vector<double> noiseBounds, std::vector<double> differenceBounds,
               double alpha);

  /// Does `count` >= 1 iterations, then restarts if it is time to.
  void advance(int count);

  [[nodiscard]] int iterations() const { return total_; }

  /// The proximal point of the values and its dual variable. For each network u(T) and w, the complemented values of
  /// the OR part; and, by coalition, the multipliers y of u + w and h of u - w, whose sum over the networks is 0 up to
  /// rounding. All tables one after another, as in the constructor.
  void inspect(std::span<double> u, std::span<double> w, std::span<double> y, std::span<double> h);

 private:
  struct Free {
    void operator()(double* p) const { std::free(p); }
  };
  void restart();
  void setWeight(double weight);
  void setLimits();
  [[nodiscard]] std::size_t size() const { return std::size_t{1} << state_.n; }

  JointState state_;
  JointIteration iteration_;
  std::unique_ptr<double, Free> buffer_;
  double *scores_ = nullptr, *same_ = nullptr, *cross_ = nullptr, *anchor_ = nullptr, *oldPrimal_ = nullptr,
         *oldDual_ = nullptr;
  std::vector<double> v_, noiseBounds_, differenceBounds_, strips_, reaches_;
  double alpha_;
  double rho_;     ///< penalty of the interactions; that of the values is rho * weight
  double weight_;  ///< of the values against the interactions
  int total_ = 0;
  double firstResidual_ = 0.0;
  double lastResidual_ = 0.0;
};

}  // namespace spindle
