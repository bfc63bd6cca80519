#include "core/game/restarted_halpern.h"

#include "core/game/coalition.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace spindle {
namespace {

enum Block { point = 0, anchor = 4, image = 8, oldPrimal = 12, oldDual = 16, values_ = 20, same, cross, blocks };

constexpr double startingRho = 10.0;  // where typical scores are of size 1
constexpr double enoughDecay = 0.2;
constexpr double necessaryDecay = 0.8;
constexpr double longestCycle = 0.36;  // share of all iterations
constexpr double rhoLimit = 3.0;       // largest factor of one change
constexpr double valueWeight = 1.0;    // beta

}  // namespace

template <class Scalar>
RestartedHalpern<Scalar>::RestartedHalpern(int n)
    : n_(n),
      size_(coalitionCount(n)),
      stride_(std::max<std::size_t>(size_, 64 / sizeof(Scalar))),
      beta_(valueWeight),
      buffer_(static_cast<Scalar*>(std::aligned_alloc(64, blocks * stride_ * sizeof(Scalar)))),
      iterate_(fastestIteration<Scalar>()) {
  if (!buffer_) throw std::bad_alloc();
  state_.n = n;
  for (int i = 0; i < 4; ++i) {
    state_.point[i] = block(point + i);
    state_.anchor[i] = block(anchor + i);
    state_.image[i] = block(image + i);
  }
  state_.values = block(values_);
  state_.reflectSame = block(same);
  state_.reflectCross = block(cross);
  const double golden = 1.0 + goldenTangent;
  const double scale = std::pow(1.0 + goldenTangent * goldenTangent, -n);  // of the two rotations
  for (Coalition m = 0; m < size_; ++m) {
    const double singular = std::pow(golden, n - 2 * order(m));
    const double x = ((n - order(m)) % 2 == 0 ? singular : -singular) / std::sqrt(beta_);
    block(same)[m] = static_cast<Scalar>(scale * (x * x - 1.0) / (x * x + 1.0));
    block(cross)[m] = static_cast<Scalar>(scale * 2.0 * x / (x * x + 1.0));
  }
}

template <class Scalar>
void RestartedHalpern<Scalar>::start(std::span<const double> v, double bound) {
  std::fill_n(block(point), 4 * stride_, Scalar{0});
  std::fill_n(block(anchor), 4 * stride_, Scalar{0});
  std::fill_n(block(oldPrimal), 8 * stride_, Scalar{0});
  const double root = std::sqrt(beta_);
  for (std::size_t i = 0; i < size_; ++i) block(values_)[i] = static_cast<Scalar>(root * v[i]);
  state_.bound = static_cast<Scalar>(root * bound);
  rho_ = startingRho;
  state_.threshold = static_cast<Scalar>(1.0 / rho_);
  state_.sinceRestart = 0;
  total_ = 0;
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
    for (std::size_t m = 0; m < size_; ++m) prox[i][m] = s[m] - std::clamp(s[m], -state_.threshold, state_.threshold);
    prox[i][size_ - 1] = s[size_ - 1];
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
  double primalMove = 0.0;
  double dualMove = 0.0;
  const auto rho = static_cast<Scalar>(rho_);
  for (int i = 0; i < 4; ++i) {
    const Scalar* const s = state_.point[i];
    Scalar* const z = block(oldPrimal + i);
    Scalar* const y = block(oldDual + i);
    for (std::size_t m = 0; m < size_; ++m) {
      const Scalar dual = rho * (s[m] - prox[i][m]);
      const double dz = prox[i][m] - z[m];
      const double dy = dual - y[m];
      primalMove += dz * dz;
      dualMove += dy * dy;
      z[m] = prox[i][m];
      y[m] = dual;
    }
  }
  if (primalMove > 0.0 && dualMove > 0.0) {
    const double wanted = std::sqrt(rho_ * std::sqrt(dualMove / primalMove));
    rho_ = std::clamp(wanted, rho_ / rhoLimit, rho_ * rhoLimit);
  }
  state_.threshold = static_cast<Scalar>(1.0 / rho_);
  const auto inverse = static_cast<Scalar>(1.0 / rho_);
  for (int i = 0; i < 4; ++i) {
    Scalar* const s = state_.point[i];
    for (std::size_t m = 0; m < size_; ++m) s[m] = block(oldPrimal + i)[m] + block(oldDual + i)[m] * inverse;
    std::copy_n(s, size_, block(anchor + i));
  }
  state_.sinceRestart = 0;
}

template <class Scalar>
void RestartedHalpern<Scalar>::values(std::span<double> u, std::span<double> w) const {
  const double scale = 1.0 / std::sqrt(beta_);
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
  const double scale = rho_ * std::sqrt(beta_);
  for (std::size_t m = 0; m < size_; ++m) {
    const double a = state_.point[2][m];
    const double b = state_.point[3][size_ - 1 - m];
    const double d = a + b - state_.values[m];
    const double bound = state_.bound;
    y[m] = -scale * (d - std::clamp(d, -bound, bound)) / 2;
  }
  y[0] = 0.0;
}

template <class Scalar>
void RestartedHalpern<Scalar>::interactions(std::span<double> andPart, std::span<double> orPart) const {
  const double limit = state_.threshold;
  for (std::size_t m = 0; m < size_; ++m) {
    const double a = state_.point[0][size_ - 1 - m];
    const double o = state_.point[1][size_ - 1 - m];
    andPart[m] = a - std::clamp(a, -limit, limit);
    orPart[m] = -(o - std::clamp(o, -limit, limit));
  }
}

template class RestartedHalpern<float>;
template class RestartedHalpern<double>;

}  // namespace spindle
