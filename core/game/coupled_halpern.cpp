// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/coupled_halpern.h"

#include "core/game/coalition.h"
#include "core/game/fastest_iteration.h"
#include "core/game/moebius.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

namespace spindle {
namespace {

enum Block { point = 0, anchor = 3, oldPrimal = 6, oldDual = 9, scratch = 12, scores = 15, blocks };

// Where typical scores are of size 1.
constexpr double startingRho = 10.0;
constexpr double startingWeight = 0.1;
constexpr double noiselessWeight = 1e3;  // so heavy that a noise of zero is as good as part of the equation
constexpr double smallestRho = 1e-3;
constexpr double largestRho = 1e6;
constexpr double smallestWeight = 1e-4;
constexpr double largestWeight = 100.0;
constexpr double penaltyLimit = 5.0;  // largest factor of one change
constexpr double enoughDecay = 0.2;   // of the residual: restart
constexpr double necessaryDecay = 0.8;
constexpr double longestCycle = 0.08;  // share of all iterations
constexpr double balancing = 0.9;      // of the way to the balanced penalty, on a log scale
// Bytes between blocks: equal places of different blocks must not share a cache set.
constexpr std::size_t padding = std::size_t{9} * 64;

// The penalty at which the last cycle moved primal and dual variables by equal lengths, most of the way there.
double balanced(double penalty, double primalMove, double dualMove) {
  if (primalMove <= 0.0 || dualMove <= 0.0) return penalty;
  const double wanted = penalty * std::pow(dualMove / primalMove / penalty, balancing);
  return std::clamp(wanted, penalty / penaltyLimit, penalty * penaltyLimit);
}

}  // namespace

CoupledHalpern::CoupledHalpern(int n)
    : n_(n),
      size_(coalitionCount(n)),
      stride_(size_ + padding / sizeof(double)),
      plan_(std::make_unique<const SymmetricPlan>(n)),
      blocks_(n),
      inverses_(static_cast<std::size_t>(n) + 1),
      buffer_(static_cast<double*>(std::aligned_alloc(64, blocks * stride_ * sizeof(double)))),
      iterate_(fastestCoupledIteration()) {
  if (!buffer_) throw std::bad_alloc();
  std::fill_n(buffer_.get(), blocks * stride_, 0.0);
  state_.n = n;
  for (int i = 0; i < 3; ++i) {
    state_.point[i] = block(point + i);
    state_.anchor[i] = block(anchor + i);
  }
  state_.work[0] = block(scratch);
  state_.work[1] = block(scratch + 1);
  state_.values = block(scores);
  state_.plan = plan_.get();
  v_.resize(size_);
}

// Everything that depends on the weight of the noise against the interactions.
void CoupledHalpern::setWeight(double weight) {
  weight_ = weight;
  const auto inverses = blocks_.inverses(1.0 / weight);
  for (std::size_t d = 0; d < inverses.size(); ++d) {
    inverses_[d].assign(inverses[d].begin(), inverses[d].end());
    state_.inverse[d] = inverses_[d].data();
  }
  state_.root = 1.0 / std::sqrt(weight);
  state_.bound = std::sqrt(weight) * bound_;
}

void CoupledHalpern::setLimits() {
  for (int k = 1; k <= n_; ++k) state_.limits[k] = orderWeights_[k] / rho_;
  state_.limits[0] = 0;
}

void CoupledHalpern::reweight(std::span<const double> weights) {
  if (state_.sinceRestart > 0) restart();
  orderWeights_.assign(weights.begin(), weights.end());
  setLimits();
}

void CoupledHalpern::start(std::span<const double> v, double bound) {
  std::fill_n(block(point), (scratch - point) * stride_, 0.0);
  std::ranges::copy(v, v_.begin());
  std::ranges::copy(v, block(scores));
  bound_ = bound;
  setWeight(bound > 0.0 ? startingWeight : noiselessWeight);
  rho_ = startingRho;
  orderWeights_.assign(static_cast<std::size_t>(n_) + 1, 1.0);
  setLimits();
  state_.sinceRestart = 0;
  total_ = 0;
}

void CoupledHalpern::advance(int count) {
  if (state_.sinceRestart == 0) {
    firstResidual_ = lastResidual_ = std::sqrt(iterate_(state_, 1));
    ++total_;
    if (--count == 0) return;
  }
  const double before = lastResidual_;
  lastResidual_ = std::sqrt(iterate_(state_, count));
  total_ += count;
  const bool enough = lastResidual_ <= enoughDecay * firstResidual_;
  const bool risesAgain = lastResidual_ <= necessaryDecay * firstResidual_ && lastResidual_ > before;
  const bool tooLong = state_.sinceRestart >= longestCycle * total_;
  if (enough || risesAgain || tooLong) restart();
}

void CoupledHalpern::proximal(double* const (&prox)[3]) const {
  for (int i = 0; i < 2; ++i) {
    const double* const s = state_.point[i];
    for (Coalition m = 0; m < size_; ++m) {
      const double limit = state_.limits[order(m)];
      prox[i][m] = s[m] - std::clamp(s[m], -limit, limit);
    }
  }
  for (std::size_t m = 0; m < size_; ++m) prox[2][m] = std::clamp(state_.point[2][m], -state_.bound, state_.bound);
}

void CoupledHalpern::restart() {
  double* const prox[3] = {block(scratch), block(scratch + 1), block(scratch + 2)};
  proximal(prox);
  std::array<double, 2> primalMove{};  // of interactions, of noise
  std::array<double, 2> dualMove{};
  for (int i = 0; i < 3; ++i) {
    const double* const s = state_.point[i];
    double* const z = block(oldPrimal + i);
    double* const y = block(oldDual + i);
    for (std::size_t m = 0; m < size_; ++m) {
      const double dual = rho_ * (s[m] - prox[i][m]);
      const double dz = prox[i][m] - z[m];
      const double dy = dual - y[m];
      primalMove[i / 2] += dz * dz;
      dualMove[i / 2] += dy * dy;
      z[m] = prox[i][m];
      y[m] = dual;
    }
  }
  const double oldWeight = weight_;
  // The noise is stored times sqrt(weight), its dual divided by it.
  const double noisePenalty = balanced(rho_ * weight_, std::sqrt(primalMove[1]), weight_ * std::sqrt(dualMove[1]));
  rho_ = std::clamp(balanced(rho_, std::sqrt(primalMove[0]), std::sqrt(dualMove[0])), smallestRho, largestRho);
  if (bound_ > 0.0) setWeight(std::clamp(noisePenalty / rho_, smallestWeight, largestWeight));
  const double factor = std::sqrt(weight_ / oldWeight);
  const double step = 1.0 / rho_;
  setLimits();
  for (int i = 0; i < 3; ++i) {
    double* const s = state_.point[i];
    double* const z = block(oldPrimal + i);
    double* const y = block(oldDual + i);
    for (std::size_t m = 0; m < size_; ++m) {
      if (i == 2) {
        z[m] *= factor;
        y[m] /= factor;
      }
      s[m] = z[m] + y[m] * step;
    }
    std::copy_n(s, size_, block(anchor + i));
  }
  std::fill_n(block(scratch) + size_, SymmetricPlan::local, 0.0);
  state_.sinceRestart = 0;
}

void CoupledHalpern::values(std::span<double> u, std::span<double> w) const {
  const double scale = 1.0 / std::sqrt(weight_);
  std::vector<double> met(size_);
  for (Coalition s = 0; s < size_; ++s) {
    const double limit = state_.limits[order(s)];
    const double a = state_.point[0][s];
    const double b = state_.point[1][s];
    u[s] = a - std::clamp(a, -limit, limit);
    met[s] = b - std::clamp(b, -limit, limit);
  }
  zeta(u);
  orInverse(met, 0.0);
  for (std::size_t t = 0; t < size_; ++t) {
    const double s = state_.point[2][t];
    const double bound = state_.bound;
    const double sum = v_[t] + scale * std::clamp(s, -bound, bound);
    u[t] = (u[t] + (sum - met[t])) / 2;
    w[size_ - 1 - t] = sum - u[t];
  }
  u[0] = w[size_ - 1] = 0.0;
}

void CoupledHalpern::dual(std::span<double> y) {
  iterate_(state_, 0);
  for (std::size_t t = 0; t < size_; ++t) y[t] = -rho_ * state_.work[0][t];
  y[0] = 0.0;
}

}  // namespace spindle
