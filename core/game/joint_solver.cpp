// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/joint_solver.h"

#include "core/game/coalition.h"
#include "core/game/joint_polish.h"
#include "core/game/moebius.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace spindle {
namespace {

// As in sparsest_solver.cpp.
constexpr int stride = 8;            // iterations between looks at the residual
constexpr int firstInspection = 32;  // iterations before the first certificate
constexpr double inspectionGrowth = 1.05;
constexpr int smallGame = 7;  // variables
constexpr int smallGameIterations = 1000;
constexpr double finishedGap = 1e-12;
constexpr double fastClosing = 0.3;        // of the gap, from one inspection to the next
constexpr double polishTolerance = 1e-12;  // of the largest |v|: rounding of the reconstruction
constexpr double polishRoom = 0.05;        // share of the bounds, times the gap, that is left to the polish
constexpr int gridBits = 40;               // of the multipliers that must sum to zero exactly

std::vector<double> scaledBy(double factor, std::vector<double> numbers) {
  for (double& x : numbers) x *= factor;
  return numbers;
}

}  // namespace

JointSolver::JointSolver(std::span<const CoalitionTable> tables, std::span<const double> differenceBounds,
                         const JointOptions& options)
    : tables_(tables),
      options_(options),
      n_(tables.front().variables()),
      inner_(1.0 - std::min(polishRoom * options.gap, 1e-3)),
      objective_(std::numeric_limits<double>::infinity()) {
  for (auto* numbers : {&v_, &best_, &bestComplement_, &u_, &w_, &y_, &h_}) numbers->resize(tables.size() * size());
  scale(differenceBounds);
}

void JointSolver::scale(std::span<const double> differenceBounds) {
  double mean = 0.0;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    for (Coalition t = 0; t < size(); ++t) {
      v_[i * size() + t] = tables_[i][t] - tables_[i][0];
      mean += std::abs(v_[i * size() + t]);
    }
  }
  mean /= static_cast<double>(v_.size());
  exponent_ = mean > 0.0 ? std::ilogb(mean) : 0;
  for (double& v : v_) v = std::ldexp(v, -exponent_);
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    noiseBounds_.push_back(options_.noiseBound * std::abs(v_[(i + 1) * size() - 1]));
    differenceBounds_.push_back(std::ldexp(differenceBounds[i], -exponent_));
  }
}

JointDecomposition JointSolver::solve(const RunControl& control) {
  if (std::ranges::all_of(v_, [](double v) { return v == 0.0; })) {
    objective_ = 0.0;
    return finish(0);
  }
  JointHalpern iteration(n_, v_, scaledBy(inner_, noiseBounds_), scaledBy(inner_, differenceBounds_), options_.alpha);
  double next = firstInspection;
  double before = std::numeric_limits<double>::infinity();
  while (iteration.iterations() < options_.maxIterations) {
    if (control.stopRequested()) throw Stopped{};
    iteration.advance(std::min(stride, options_.maxIterations - iteration.iterations()));
    if (iteration.iterations() < next && iteration.iterations() < options_.maxIterations) continue;
    next = std::max(iteration.iterations() + double{firstInspection}, inspectionGrowth * iteration.iterations());
    iteration.inspect(u_, w_, y_, h_);
    keepPrimal();
    raiseLowerBound();
    const double gap = (objective_ - lowerBound_) / objective_;
    // Past the wanted gap it goes on where that costs little: small games, and the fast end of a solved one.
    const bool cheap = n_ <= smallGame && iteration.iterations() < smallGameIterations;
    const bool closing = gap <= fastClosing * before;
    if (gap <= finishedGap || (gap <= options_.gap && !cheap && !closing)) break;
    before = gap;
  }
  return finish(iteration.iterations());
}

// q(T) of a point, within the strip to the last bit.
double JointSolver::noiseOf(std::size_t network, Coalition t, std::span<const double> u,
                            std::span<const double> w) const {
  const std::size_t at = network * size();
  const double bound = inner_ * noiseBounds_[network];
  return std::clamp(u[at + t] + w[at + size() - 1 - t] - v_[at + t], -bound, bound);
}

void JointSolver::keepPrimal() {
  std::vector<double> andRows = u_;
  std::vector<double> orRows(w_.size());
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const std::size_t at = i * size();
    for (Coalition t = 0; t < size(); ++t)
      orRows[at + size() - 1 - t] = v_[at + t] + noiseOf(i, t, u_, w_) - u_[at + t];
    moebius(std::span(andRows).subspan(at, size()));
    moebius(std::span(orRows).subspan(at, size()));
  }
  double loss = 0.0;
  for (const auto& rows : {andRows, orRows}) {
    for (std::size_t s = 1; s < size(); ++s) {
      double largest = 0.0;
      double sum = 0.0;
      for (std::size_t at = s; at < rows.size(); at += size()) {
        largest = std::max(largest, std::abs(rows[at]));
        sum += std::abs(rows[at]);
      }
      loss += (1.0 - options_.alpha) * largest + options_.alpha * sum;
    }
  }
  if (loss >= objective_) return;
  objective_ = loss;
  best_ = u_;
  bestComplement_ = w_;
}

/// The largest dual norm of a row: the least t for which the row is t times (1 - alpha) (a point of the L1 ball) plus
/// alpha (a point of the cube).
double JointSolver::largestDualRow(std::span<const double> andRows, std::span<const double> orRows) const {
  double worst = 0.0;
  std::array<double, maxJointNetworks> row{};
  const std::size_t networks = tables_.size();
  for (const auto& rows : {andRows, orRows}) {
    for (std::size_t s = 1; s < size(); ++s) {
      for (std::size_t i = 0; i < networks; ++i) row[i] = std::abs(rows[i * size() + s]);
      std::sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(networks), std::greater<>());
      double sum = 0.0;
      for (std::size_t i = 0; i < networks; ++i) {
        sum += row[i];
        worst = std::max(worst, sum / (1.0 - options_.alpha + options_.alpha * static_cast<double>(i + 1)));
      }
    }
  }
  return worst;
}

// With u + w = v + q and u - w = 2 p, any y and any h that sums to 0 over the networks: sum of (y + h) u + (y - h) w =
// y (v + q) + 2 h p >= y v - noise bound |y| - 2 difference bound |h|, as a common p adds nothing. The left side is at
// most the loss times the largest dual norm of a row of the transposed transforms of y + h and y - h.
void JointSolver::raiseLowerBound() {
  const std::size_t networks = tables_.size();
  const double unit = std::numeric_limits<double>::epsilon() * (2 * n_ + 16);
  double largest = 0.0;
  for (double h : h_) largest = std::max(largest, std::abs(h));
  const double grid = largest > 0.0 ? std::ldexp(1.0, std::ilogb(largest) - gridBits) : 1.0;
  for (std::size_t t = 0; t < size(); ++t) {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < networks; ++i) {
      double& h = h_[i * size() + t];
      h = std::round(h / grid) * grid;
      sum += h;
    }
    h_[(networks - 1) * size() + t] = -sum;  // exact
  }
  std::vector<double> ofU(y_.size());
  std::vector<double> ofW(y_.size());
  double value = 0.0;
  double absolute = 0.0;
  double rowSize = 0.0;
  for (std::size_t i = 0; i < networks; ++i) {
    double part = 0.0;
    double partAbsolute = 0.0;
    double partRow = 0.0;
    for (std::size_t j = i * size(); j < (i + 1) * size(); ++j) {
      const double product = v_[j] * y_[j];
      const double lost = noiseBounds_[i] * std::abs(y_[j]) + 2.0 * differenceBounds_[i] * std::abs(h_[j]);
      part += product - lost;
      partAbsolute += std::abs(product) + lost;
      partRow += std::abs(y_[j]) + std::abs(h_[j]);
      ofU[j] = y_[j] + h_[j];
      ofW[j] = y_[j] - h_[j];
    }
    value += part;
    absolute += partAbsolute;
    rowSize = std::max(rowSize, partRow);
    const auto andRow = std::span(ofU).subspan(i * size(), size());
    const auto orRow = std::span(ofW).subspan(i * size(), size());
    flip(andRow);
    zeta(andRow);
    flip(andRow);  // at S: sum over T containing S
    zeta(orRow);
    const double total = orRow.back();
    flip(orRow);
    for (double& x : orRow) x = total - x;  // at S: sum over T meeting S
  }
  // Sums one after another: size() more units of the last place.
  const double sumUnit = unit + std::numeric_limits<double>::epsilon() * static_cast<double>(size());
  value -= sumUnit * absolute;
  const double row = largestDualRow(ofU, ofW) + static_cast<double>(networks) * unit * rowSize;
  if (value > 0.0 && row > 0.0) lowerBound_ = std::max(lowerBound_, value / row * (1.0 - unit));
}

JointDecomposition JointSolver::finish(int iterations) const {
  JointDecomposition result;
  std::vector<double> noiseBounds;
  std::vector<double> differenceBounds;
  double largest = 0.0;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    Decomposition network{.andPart = CoalitionTable(n_), .orPart = CoalitionTable(n_)};
    for (Coalition t = 0; t < size() && objective_ > 0.0; ++t) {
      const std::size_t at = i * size() + t;
      network.andPart[t] = std::ldexp(best_[at], exponent_);
      network.orPart[t] = std::ldexp(v_[at] + noiseOf(i, t, best_, bestComplement_) - best_[at], exponent_);
      largest = std::max(largest, std::abs(std::ldexp(v_[at], exponent_)));
    }
    moebius(network.andPart.values());
    orTransform(network.orPart.values());
    network.andPart[0] = tables_[i][0];
    network.l1 = interactionL1(network.andPart) + interactionL1(network.orPart);
    network.iterations = iterations;
    result.networks.push_back(std::move(network));
    noiseBounds.push_back(std::ldexp(noiseBounds_[i], exponent_));
    differenceBounds.push_back(std::ldexp(differenceBounds_[i], exponent_));
  }
  result.iterations = iterations;
  result.objective = jointLoss(result.networks, options_.alpha);
  result.lowerBound = std::ldexp(lowerBound_, exponent_);
  polishJointly(result, tables_, noiseBounds, differenceBounds, options_.alpha, polishTolerance * largest);
  result.lowerBound = std::min(result.lowerBound, result.objective);
  return result;
}

}  // namespace spindle
