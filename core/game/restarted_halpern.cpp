// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/restarted_halpern.h"

#include "core/game/coalition.h"
#include "core/game/fastest_iteration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <new>

namespace spindle {
namespace {

enum Block { point = 0, anchor = 4, image = 8, oldPrimal = 12, oldDual = 16, scores = 20, blocks };

// Where typical scores are of size 1. The rest was tuned on a LeNet's tables, n = 8 to 12; all of it is flat there.
// Bytes between blocks: equal places of different blocks must not share a cache set.
constexpr std::size_t padding = std::size_t{9} * 64;
constexpr double startingRho = 10.0;
constexpr double startingWeight = 0.1;
constexpr double smallestWeight = 1e-4;
constexpr double largestWeight = 100.0;
constexpr double penaltyLimit = 5.0;  // largest factor of one change
constexpr double enoughDecay = 0.2;   // of the residual: restart
constexpr double necessaryDecay = 0.8;
constexpr double longestCycle = 0.08;  // share of all iterations
constexpr double roundingErrors = 64;  // in units of the last place of the iterate: the least residual (seen: 40)
constexpr double balancing = 0.9;      // of the way to the balanced penalty, on a log scale

// The penalty at which the last cycle moved primal and dual variables by equal lengths, most of the way there.
double balanced(double penalty, double primalMove, double dualMove) {
  if (primalMove <= 0.0 || dualMove <= 0.0) return penalty;
  const double wanted = penalty * std::pow(dualMove / primalMove / penalty, balancing);
  return std::clamp(wanted, penalty / penaltyLimit, penalty * penaltyLimit);
}

}  // namespace

template <class Scalar>
RestartedHalpern<Scalar>::RestartedHalpern(int n)
    : n_(n),
      size_(coalitionCount(n)),
      stride_(std::max<std::size_t>(size_, 64 / sizeof(Scalar)) + padding / sizeof(Scalar)),
      buffer_(static_cast<Scalar*>(std::aligned_alloc(64, blocks * stride_ * sizeof(Scalar)))),
      iterate_(fastestIteration<Scalar>()) {
  if (!buffer_) throw std::bad_alloc();
  state_.n = n;
  for (int i = 0; i < 4; ++i) {
    state_.point[i] = block(point + i);
    state_.anchor[i] = block(anchor + i);
    state_.image[i] = block(image + i);
  }
  state_.values = block(scores);
  v_.resize(size_);
}

// Everything that depends on the weight of the values against the interactions.
template <class Scalar>
void RestartedHalpern<Scalar>::setWeight(double weight) {
  weight_ = weight;
  const double root = std::sqrt(weight);
  const double golden = 1.0 + goldenTangent;
  const double scale = std::pow(1.0 + goldenTangent * goldenTangent, -n_);  // of the two rotations
  for (int k = 0; k <= n_; ++k) {
    const double singular = std::pow(golden, n_ - 2 * k);
    const double x = ((n_ - k) % 2 == 0 ? singular : -singular) / root;
    state_.reflectSame[k] = static_cast<Scalar>(scale * (x * x - 1.0) / (x * x + 1.0));
    state_.reflectCross[k] = static_cast<Scalar>(scale * 2.0 * x / (x * x + 1.0));
  }
  for (Coalition m = 0; m < size_; ++m) block(scores)[m] = static_cast<Scalar>(root * v_[m]);
  state_.bound = static_cast<Scalar>(root * bound_);
}

template <class Scalar>
void RestartedHalpern<Scalar>::setLimits() {
  for (int k = 0; k < n_; ++k) state_.limits[k] = static_cast<Scalar>(orderWeights_[n_ - k] / rho_);
  state_.limits[n_] = 0;
}

template <class Scalar>
void RestartedHalpern<Scalar>::reweight(std::span<const double> weights) {
  if (state_.sinceRestart > 0) restart();
  orderWeights_.assign(weights.begin(), weights.end());
  setLimits();
}

template <class Scalar>
void RestartedHalpern<Scalar>::start(std::span<const double> v, double bound) {
  std::fill_n(block(point), 4 * stride_, Scalar{0});
  std::fill_n(block(anchor), 4 * stride_, Scalar{0});
  std::fill_n(block(oldPrimal), 8 * stride_, Scalar{0});
  std::ranges::copy(v, v_.begin());
  bound_ = bound;
  setWeight(startingWeight);
  rho_ = startingRho;
  orderWeights_.assign(static_cast<std::size_t>(n_) + 1, 1.0);
  setLimits();
  state_.sinceRestart = 0;
  total_ = 0;
  exhausted_ = false;
}

template <class Scalar>
template <class Other>
void RestartedHalpern<Scalar>::continueFrom(const RestartedHalpern<Other>& other) {
  start(other.v_, other.bound_);
  orderWeights_ = other.orderWeights_;
  rho_ = other.rho_;
  setWeight(other.weight_);
  setLimits();
  total_ = other.total_;
  for (int i = 0; i < 4; ++i) {
    const auto copy = [&](int to) {
      std::transform(other.block(to + i), other.block(to + i) + size_, block(to + i),
                     [](Other x) { return static_cast<Scalar>(x); });
    };
    for (const int blockOf : {point, oldPrimal, oldDual}) copy(blockOf);
    std::copy_n(block(point + i), size_, block(anchor + i));
  }
}

template <class Scalar>
void RestartedHalpern<Scalar>::advance(int count) {
  if (state_.sinceRestart == 0) {
    firstResidual_ = lastResidual_ = std::sqrt(static_cast<double>(iterate_(state_, 1)));
    ++total_;
    if (--count == 0) return;
  }
  const double before = lastResidual_;
  lastResidual_ = std::sqrt(static_cast<double>(iterate_(state_, count)));
  total_ += count;
  const bool enough = lastResidual_ <= enoughDecay * firstResidual_;
  const bool risesAgain = lastResidual_ <= necessaryDecay * firstResidual_ && lastResidual_ > before;
  const bool tooLong = state_.sinceRestart >= longestCycle * total_;
  if (enough || risesAgain || tooLong) restart();
}

template <class Scalar>
void RestartedHalpern<Scalar>::proximal(Scalar* const (&prox)[4]) const {
  for (int i = 0; i < 2; ++i) {
    const Scalar* const s = state_.point[i];
    for (Coalition m = 0; m < size_; ++m) {
      const Scalar limit = state_.limits[order(m)];
      prox[i][m] = s[m] - std::clamp(s[m], -limit, limit);
    }
  }
  for (std::size_t m = 0; m < size_; ++m) {
    const Scalar u = state_.point[2][m];
    const Scalar w = state_.point[3][size_ - 1 - m];
    const Scalar d = u + w - state_.values[m];
    const Scalar half = (d - std::clamp(d, -state_.bound, state_.bound)) / 2;
    prox[2][m] = u - half;
    prox[3][size_ - 1 - m] = w - half;
  }
  prox[2][0] = prox[3][size_ - 1] = 0;
}

template <class Scalar>
void RestartedHalpern<Scalar>::restart() {
  Scalar* const prox[4] = {block(image), block(image + 1), block(image + 2), block(image + 3)};
  proximal(prox);
  double length = 0.0;
  std::array<double, 2> primalMove{};  // of interactions, of values
  std::array<double, 2> dualMove{};
  const auto rho = static_cast<Scalar>(rho_);
  for (int i = 0; i < 4; ++i) {
    const Scalar* const s = state_.point[i];
    Scalar* const z = block(oldPrimal + i);
    Scalar* const y = block(oldDual + i);
    for (std::size_t m = 0; m < size_; ++m) {
      const Scalar dual = rho * (s[m] - prox[i][m]);
      const double dz = prox[i][m] - z[m];
      const double dy = dual - y[m];
      primalMove[i / 2] += dz * dz;
      dualMove[i / 2] += dy * dy;
      length += double{s[m]} * s[m];
      z[m] = prox[i][m];
      y[m] = dual;
    }
  }
  exhausted_ =
      exhausted_ || lastResidual_ < roundingErrors * std::numeric_limits<Scalar>::epsilon() * std::sqrt(length);
  const double oldWeight = weight_;
  // Values are stored times sqrt(weight), their duals divided by it.
  const double valuePenalty = balanced(rho_ * weight_, std::sqrt(primalMove[1]), weight_ * std::sqrt(dualMove[1]));
  rho_ = balanced(rho_, std::sqrt(primalMove[0]), std::sqrt(dualMove[0]));
  setWeight(std::clamp(valuePenalty / rho_, smallestWeight, largestWeight));
  const auto factor = static_cast<Scalar>(std::sqrt(weight_ / oldWeight));
  const auto step = static_cast<Scalar>(1.0 / rho_);
  setLimits();
  for (int i = 0; i < 4; ++i) {
    Scalar* const s = state_.point[i];
    Scalar* const z = block(oldPrimal + i);
    Scalar* const y = block(oldDual + i);
    for (std::size_t m = 0; m < size_; ++m) {
      if (i >= 2) {
        z[m] *= factor;
        y[m] /= factor;
      }
      s[m] = z[m] + y[m] * step;
    }
    std::copy_n(s, size_, block(anchor + i));
  }
  state_.sinceRestart = 0;
}

template <class Scalar>
void RestartedHalpern<Scalar>::values(std::span<double> u, std::span<double> w) const {
  const double scale = 1.0 / std::sqrt(weight_);
  for (std::size_t m = 0; m < size_; ++m) {
    const double a = state_.point[2][m];
    const double b = state_.point[3][size_ - 1 - m];
    const double d = a + b - state_.values[m];
    const double bound = state_.bound;
    const double half = (d - std::clamp(d, -bound, bound)) / 2;
    u[m] = scale * (a - half);
    w[size_ - 1 - m] = scale * (b - half);
  }
  u[0] = w[size_ - 1] = 0.0;
}

template <class Scalar>
void RestartedHalpern<Scalar>::dual(std::span<double> y) const {
  const double scale = rho_ * std::sqrt(weight_);
  for (std::size_t m = 0; m < size_; ++m) {
    const double a = state_.point[2][m];
    const double b = state_.point[3][size_ - 1 - m];
    const double d = a + b - state_.values[m];
    const double bound = state_.bound;
    y[m] = -scale * (d - std::clamp(d, -bound, bound)) / 2;
  }
  y[0] = 0.0;
}

template class RestartedHalpern<float>;
template class RestartedHalpern<double>;
template void RestartedHalpern<double>::continueFrom(const RestartedHalpern<float>&);

}  // namespace spindle
