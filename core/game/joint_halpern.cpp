// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/joint_halpern.h"

#include "core/game/coalition.h"
#include "core/game/sparsest_iteration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

namespace spindle {
namespace {

// As in restarted_halpern.cpp.
constexpr double startingRho = 10.0;
constexpr double startingWeight = 0.1;
constexpr double smallestWeight = 1e-4;
constexpr double largestWeight = 100.0;
constexpr double penaltyLimit = 5.0;  // largest factor of one change
constexpr double enoughDecay = 0.2;   // of the residual: restart
constexpr double necessaryDecay = 0.8;
constexpr double longestCycle = 0.2;  // share of all iterations

double balanced(double penalty, double primalMove, double dualMove) {
  if (primalMove <= 0.0 || dualMove <= 0.0) return penalty;
  const double wanted = std::sqrt(penalty * dualMove / primalMove);
  return std::clamp(wanted, penalty / penaltyLimit, penalty * penaltyLimit);
}

}  // namespace

JointHalpern::JointHalpern(int n, std::vector<double> values, std::vector<double> noiseBounds,
                           std::vector<double> differenceBounds, double alpha)
    : iteration_(fastestJointIteration()),
      v_(std::move(values)),
      noiseBounds_(std::move(noiseBounds)),
      differenceBounds_(std::move(differenceBounds)),
      strips_(noiseBounds_.size()),
      reaches_(noiseBounds_.size()),
      alpha_(alpha),
      rho_(startingRho),
      weight_(startingWeight) {
  state_.n = n;
  state_.networks = static_cast<int>(noiseBounds_.size());
  state_.stride = std::max<std::size_t>(size(), 8);
  const std::size_t networks = noiseBounds_.size();
  const std::size_t blocks = 21 * networks + 2;  // five times four, and the scores
  buffer_.reset(static_cast<double*>(std::aligned_alloc(64, blocks * state_.stride * sizeof(double))));
  if (!buffer_) throw std::bad_alloc();
  std::fill_n(buffer_.get(), blocks * state_.stride, 0.0);
  const std::size_t all = 4 * networks * state_.stride;
  state_.point = buffer_.get();
  state_.image = state_.point + all;
  state_.anchor = anchor_ = state_.image + all;
  oldPrimal_ = anchor_ + all;
  oldDual_ = oldPrimal_ + all;
  state_.values = scores_ = oldDual_ + all;
  state_.reflectSame = same_ = scores_ + networks * state_.stride;
  state_.reflectCross = cross_ = same_ + state_.stride;
  state_.strips = strips_.data();
  state_.reaches = reaches_.data();
  setWeight(startingWeight);
  setLimits();
}

// Everything that depends on the weight of the values against the interactions.
void JointHalpern::setWeight(double weight) {
  weight_ = weight;
  const double root = std::sqrt(weight);
  const double golden = 1.0 + goldenTangent;
  const double scale = std::pow(1.0 + goldenTangent * goldenTangent, -state_.n);  // of the two rotations
  std::array<double, maxDecompositionVariables + 1> sameByOrder{};
  std::array<double, maxDecompositionVariables + 1> crossByOrder{};
  for (int k = 0; k <= state_.n; ++k) {
    const double singular = std::pow(golden, state_.n - 2 * k);
    const double x = ((state_.n - k) % 2 == 0 ? singular : -singular) / root;
    sameByOrder[k] = scale * (x * x - 1.0) / (x * x + 1.0);
    crossByOrder[k] = scale * 2.0 * x / (x * x + 1.0);
  }
  for (Coalition m = 0; m < size(); ++m) {
    same_[m] = sameByOrder[order(m)];
    cross_[m] = crossByOrder[order(m)];
  }
  for (std::size_t k = 0; k < strips_.size(); ++k) {
    for (std::size_t m = 0; m < size(); ++m) scores_[k * state_.stride + m] = root * v_[k * size() + m];
    strips_[k] = root * noiseBounds_[k];
    reaches_[k] = root * 2.0 * differenceBounds_[k];
  }
}

void JointHalpern::setLimits() {
  state_.sumLimit = alpha_ / rho_;
  state_.maxLimit = (1.0 - alpha_) / rho_;
}

void JointHalpern::advance(int count) {
  if (state_.sinceRestart == 0) {
    firstResidual_ = lastResidual_ = std::sqrt(iteration_.iterate(state_, 1));
    ++total_;
    if (--count == 0) return;
  }
  const double before = lastResidual_;
  lastResidual_ = std::sqrt(iteration_.iterate(state_, count));
  total_ += count;
  const bool enough = lastResidual_ <= enoughDecay * firstResidual_;
  const bool risesAgain = lastResidual_ <= necessaryDecay * firstResidual_ && lastResidual_ > before;
  const bool tooLong = state_.sinceRestart >= longestCycle * total_;
  if (enough || risesAgain || tooLong) restart();
}

void JointHalpern::restart() {
  iteration_.reflect(state_);
  std::array<double, 2> primalMove{};  // of interactions, of values
  std::array<double, 2> dualMove{};
  const std::size_t blocks = 4 * strips_.size();
  for (std::size_t i = 0; i < blocks; ++i) {
    const std::size_t kind = i % 4 / 2;
    for (std::size_t m = i * state_.stride; m < i * state_.stride + size(); ++m) {
      const double primal = 0.5 * (state_.point[m] + state_.image[m]);
      const double dual = 0.5 * rho_ * (state_.point[m] - state_.image[m]);
      const double dz = primal - oldPrimal_[m];
      const double dy = dual - oldDual_[m];
      primalMove[kind] += dz * dz;
      dualMove[kind] += dy * dy;
      oldPrimal_[m] = primal;
      oldDual_[m] = dual;
    }
  }
  const double oldWeight = weight_;
  // Values are stored times sqrt(weight), their duals divided by it.
  const double valuePenalty = balanced(rho_ * weight_, std::sqrt(primalMove[1]), weight_ * std::sqrt(dualMove[1]));
  rho_ = balanced(rho_, std::sqrt(primalMove[0]), std::sqrt(dualMove[0]));
  setWeight(std::clamp(valuePenalty / rho_, smallestWeight, largestWeight));
  setLimits();
  const double factor = std::sqrt(weight_ / oldWeight);
  const double step = 1.0 / rho_;
  for (std::size_t i = 0; i < blocks; ++i) {
    for (std::size_t m = i * state_.stride; m < i * state_.stride + size(); ++m) {
      if (i % 4 >= 2) {
        oldPrimal_[m] *= factor;
        oldDual_[m] /= factor;
      }
      anchor_[m] = state_.point[m] = oldPrimal_[m] + oldDual_[m] * step;
    }
  }
  state_.sinceRestart = 0;
}

void JointHalpern::inspect(std::span<double> u, std::span<double> w, std::span<double> y, std::span<double> h) {
  iteration_.reflect(state_);
  const double scale = 0.5 / std::sqrt(weight_);
  const double dualScale = -0.5 * rho_ * std::sqrt(weight_);
  const std::size_t last = size() - 1;
  for (std::size_t k = 0; k < strips_.size(); ++k) {
    const std::size_t andBlock = (4 * k + 2) * state_.stride;
    const std::size_t orBlock = (4 * k + 3) * state_.stride;
    const std::size_t table = k * size();
    for (std::size_t t = 0; t <= last; ++t) {
      const std::size_t a = andBlock + t;
      const std::size_t b = orBlock + last - t;
      u[table + t] = scale * (state_.point[a] + state_.image[a]);
      w[table + last - t] = scale * (state_.point[b] + state_.image[b]);
      const double ofU = dualScale * (state_.point[a] - state_.image[a]);
      const double ofW = dualScale * (state_.point[b] - state_.image[b]);
      y[table + t] = 0.5 * (ofU + ofW);
      h[table + t] = 0.5 * (ofU - ofW);
    }
    u[table] = w[table + last] = y[table] = h[table] = 0.0;
  }
}

}  // namespace spindle
