// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/sparsest_solver.h"

#include "core/game/coalition.h"
#include "core/game/moebius.h"
#include "core/game/sparse_polish.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace spindle {
namespace {

constexpr int stride = 8;            // iterations between looks at the residual
constexpr int firstInspection = 32;  // iterations before the first certificate
constexpr double inspectionGrowth = 1.05;
constexpr int smallGame = 7;                 // variables
constexpr int mediumGame = 10;               // variables; larger ones project AND and OR at once
constexpr double singlePrecisionGap = 1e-3;  // from here on
constexpr int smallGameIterations = 1000;
constexpr double finishedGap = 1e-12;
constexpr double fastClosing = 0.3;        // of the gap, from one inspection to the next
constexpr double tieTolerance = 1e-9;      // a one-sided decomposition that is as good is preferred
constexpr double tieWeight = 0.05;         // of the highest order against the first
constexpr double steepTieWeight = 0.2;     // at first: the way along the optimal face is long
constexpr double tieGap = 1e-2;            // of the weighted problem, at most
constexpr double steepTieGap = 2e-2;       // at least
constexpr double polishTolerance = 1e-12;  // of the largest |v|: rounding of the reconstruction
constexpr double polishRoom = 0.05;        // share of the bound, times the gap, that is left to the polish

double l1WithoutFirst(std::span<const double> f) {
  double sum = 0.0;
  for (double x : f.subspan(1)) sum += std::abs(x);
  return sum;
}

// Pairwise, so that the rounding error is at most log2(size) units of the last place of sum |x_i|.
double pairwiseSum(std::span<double> f) {
  for (std::size_t size = f.size() / 2; size > 0; size /= 2) {
    for (std::size_t i = 0; i < size; ++i) f[i] += f[i + size];
  }
  return f[0];
}

SparsestIteration iterationFor(int n) {
  if (n <= mediumGame) return SparsestIteration(std::in_place_type<RestartedHalpern<double>>, n);
  return SparsestIteration(std::in_place_type<CoupledHalpern>, n);
}

}  // namespace

SparsestSolver::SparsestSolver(int n, const DecompositionOptions& options)
    : n_(n), options_(options), iteration_(iterationFor(n)) {
  if (n > maxDecompositionVariables)
    throw std::invalid_argument("the sparsest decomposition needs at most 16 variables");
  for (auto* table : {&v_, &best_, &bestComplement_, &u_, &w_, &y_, &first_, &second_})
    table->resize(coalitionCount(n));
  single_ = n > smallGame && n <= mediumGame && options.gap >= singlePrecisionGap && options.noiseBound > 0.0;
}

void SparsestSolver::start() {
  if (single_ && !std::holds_alternative<RestartedHalpern<float>>(iteration_))
    iteration_.emplace<RestartedHalpern<float>>(n_);
  std::visit([&](auto& iteration) { iteration.start(v_, innerBound_); }, iteration_);
}

void SparsestSolver::reweight(std::span<const double> weights) {
  std::visit([&](auto& iteration) { iteration.reweight(weights); }, iteration_);
}

int SparsestSolver::iterations() const {
  return std::visit([](const auto& iteration) { return iteration.iterations(); }, iteration_);
}

void SparsestSolver::scale(const CoalitionTable& table) {
  double mean = 0.0;
  for (std::size_t t = 0; t < v_.size(); ++t) {
    v_[t] = table.values()[t] - table[0];
    mean += std::abs(v_[t]);
  }
  mean /= static_cast<double>(v_.size());
  exponent_ = mean > 0.0 ? std::ilogb(mean) : 0;
  for (double& v : v_) v = std::ldexp(v, -exponent_);
  bound_ = std::ldexp(noiseLimit(table, options_), -exponent_);
  innerBound_ = bound_ * (1.0 - std::min(polishRoom * options_.gap, 1e-3));
}

void SparsestSolver::keepPrimal() {
  std::visit([&](const auto& iteration) { iteration.values(u_, w_); }, iteration_);
  for (std::size_t t = 0; t < v_.size(); ++t) {
    const double w = w_[v_.size() - 1 - t];
    const double q = std::clamp(u_[t] + w - v_[t], -innerBound_, innerBound_);
    first_[t] = u_[t];
    second_[v_.size() - 1 - t] = v_[t] + q - u_[t];
  }
  moebius(first_);
  moebius(second_);
  const double l1 = l1WithoutFirst(first_) + l1WithoutFirst(second_);
  const double value = weights_.empty() ? l1 : objective(first_) + objective(second_);
  const bool fits = l1 <= mostL1_;
  const bool bestFits = bestL1_ <= mostL1_;
  if (fits != bestFits ? !fits : value >= objective_) return;
  objective_ = value;
  bestL1_ = l1;
  best_ = u_;
  bestComplement_ = w_;
}

double SparsestSolver::objective(std::span<const double> interactions) const {
  if (weights_.empty()) return l1WithoutFirst(interactions);
  double sum = 0.0;
  for (Coalition s = 1; s < interactions.size(); ++s) sum += weights_[order(s)] * std::abs(interactions[s]);
  return sum;
}

double SparsestSolver::objective(const Decomposition& decomposition) const {
  return objective(decomposition.andPart.values()) + objective(decomposition.orPart.values());
}

// For |x|_inf <= 1 on both sides: |M u|_1 + |O w|_1 >= y.u + y.w >= v.y - bound |y|_1.
void SparsestSolver::raiseLowerBound() {
  std::visit([&](auto& iteration) { iteration.dual(y_); }, iteration_);
  const double unit = std::numeric_limits<double>::epsilon() * (2 * n_ + 8);
  for (std::size_t t = 0; t < y_.size(); ++t) {
    first_[t] = v_[t] * y_[t];
    second_[t] = std::abs(y_[t]);
  }
  double absoluteProduct = 0.0;
  for (double x : first_) absoluteProduct += std::abs(x);
  const double product = pairwiseSum(first_);
  const double size = pairwiseSum(second_);
  first_ = y_;
  const double total = [&] {
    second_ = y_;
    return pairwiseSum(second_);
  }();
  second_ = y_;
  zeta(second_);  // sum over T inside S; what meets N \ S is the rest
  flip(first_);
  zeta(first_);                                                        // at N \ S: sum over T containing S
  std::array<double, maxDecompositionVariables + 1> largestByOrder{};  // at N \ s
  for (Coalition s = 0; s + 1 < y_.size(); ++s) {
    double& largest = largestByOrder[n_ - order(s)];
    largest = std::max({largest, std::abs(total - second_[s]), std::abs(first_[s])});
  }
  const double value = product - bound_ * size - unit * (absoluteProduct + bound_ * size);
  const auto provenBy = [&](std::span<const double> weights) {
    double largest = 0.0;
    for (int k = 1; k <= n_; ++k)
      largest = std::max(largest, (largestByOrder[k] + unit * size) / (weights.empty() ? 1.0 : weights[k]));
    return value > 0.0 && largest > 0.0 ? value / largest * (1.0 - unit) : 0.0;
  };
  lowerBound_ = std::max(lowerBound_, provenBy({}));
  objectiveBound_ = weights_.empty() ? lowerBound_ : std::max(objectiveBound_, provenBy(weights_));
}

Decomposition SparsestSolver::solve(const CoalitionTable& table, const RunControl& control) {
  scale(table);
  clear();
  if (std::ranges::all_of(v_, [](double v) { return v == 0.0; })) {
    objective_ = 0.0;
  } else {
    start();
    if (options_.ties == TieBreak::none || n_ < 2)
      solvePlain(control);
    else
      solveWithTieBreak(control);
  }
  return orOneSided(table, finish(table));
}

void SparsestSolver::clear() {
  weights_.clear();
  objective_ = bestL1_ = mostL1_ = std::numeric_limits<double>::infinity();
  lowerBound_ = objectiveBound_ = 0.0;
}

bool SparsestSolver::advance(double& next, int last, const RunControl& control) {
  while (iterations() < last) {
    if (control.stopRequested()) throw Stopped{};
    const int count = std::min(stride, last - iterations());
    std::visit([count](auto& iteration) { iteration.advance(count); }, iteration_);
    if (const auto* single = std::get_if<RestartedHalpern<float>>(&iteration_); single && single->exhausted()) {
      RestartedHalpern<double> exact(n_);
      exact.continueFrom(*single);
      iteration_ = std::move(exact);
    }
    if (iterations() < next && iterations() < last) continue;
    next = std::max(iterations() + double{firstInspection}, inspectionGrowth * iterations());
    return true;
  }
  return false;
}

void SparsestSolver::solvePlain(const RunControl& control) {
  double next = firstInspection;
  double before = std::numeric_limits<double>::infinity();
  while (advance(next, options_.maxIterations, control)) {
    keepPrimal();
    raiseLowerBound();
    const double gap = (objective_ - lowerBound_) / objective_;
    // Past the wanted gap it goes on where that costs little: small games, and the fast end of a solved one.
    const bool cheap = n_ <= smallGame && iterations() < smallGameIterations;
    const bool closing = gap <= fastClosing * before;
    if (gap <= finishedGap || (gap <= options_.gap && !cheap && !closing)) break;
    before = gap;
  }
}

void SparsestSolver::solveWithTieBreak(const RunControl& control) {
  solveWeighted(steepTieWeight, std::max(std::min(steepTieGap, 10.0 * options_.gap), options_.gap),
                std::max(1, options_.maxIterations / 4), control);
  solveWeighted(tieWeight, std::min(tieGap, options_.gap), std::max(1, options_.maxIterations / 2), control);
  // The bound of the plain L1. What is kept is still the best by weight, unless its L1 cannot be certified.
  reweight(std::vector<double>(static_cast<std::size_t>(n_) + 1, 1.0));
  double next = iterations() + firstInspection;
  while (advance(next, options_.maxIterations, control)) {
    raiseLowerBound();
    mostL1_ = (1.0 + options_.gap) * lowerBound_;
    keepPrimal();
    if (bestL1_ <= mostL1_) break;
  }
}

void SparsestSolver::solveWeighted(double weight, double wanted, int last, const RunControl& control) {
  const double slope = (options_.ties == TieBreak::low ? weight : -weight) / (n_ - 1);
  weights_.clear();
  for (int k = 0; k <= n_; ++k) weights_.push_back(1.0 + slope * (k - 1));
  objective_ = bestL1_ = std::numeric_limits<double>::infinity();
  objectiveBound_ = 0.0;
  reweight(weights_);
  const int first = iterations();
  double next = first + firstInspection;
  while (advance(next, last, control)) {
    keepPrimal();
    raiseLowerBound();
    const double gap = (objective_ - objectiveBound_) / objective_;
    const bool cheap = n_ <= smallGame && iterations() - first < smallGameIterations;
    if (gap <= finishedGap || (gap <= wanted && !cheap)) break;
  }
}

/// AND alone or OR alone, where that is as good: an explanation by one kind is the simpler one.
Decomposition SparsestSolver::orOneSided(const CoalitionTable& table, Decomposition result) const {
  for (auto method : {DecompositionMethod::andOnly, DecompositionMethod::orOnly}) {
    auto simple = oneSidedDecomposition(table, method);
    if (objective(simple) > objective(result) * (1.0 + tieTolerance) || simple.l1 > result.l1 * (1.0 + tieTolerance))
      continue;
    simple.lowerBound = std::min(result.lowerBound, simple.l1);
    simple.iterations = result.iterations;
    result = std::move(simple);
  }
  return result;
}

Decomposition SparsestSolver::finish(const CoalitionTable& table) const {
  Decomposition result;
  result.andPart = CoalitionTable(n_);
  result.orPart = CoalitionTable(n_);
  const std::size_t last = v_.size() - 1;
  double size = 0.0;
  for (std::size_t t = 0; t <= last && objective_ > 0.0; ++t) {
    const double q = std::clamp(best_[t] + bestComplement_[last - t] - v_[t], -innerBound_, innerBound_);
    result.andPart.values()[t] = std::ldexp(best_[t], exponent_);
    result.orPart.values()[t] = std::ldexp(v_[t] + q - best_[t], exponent_);
    size = std::max(size, std::abs(std::ldexp(v_[t], exponent_)));
  }
  moebius(result.andPart.values());
  orTransform(result.orPart.values());
  result.andPart[0] = table[0];
  result.l1 = interactionL1(result.andPart) + interactionL1(result.orPart);
  result.lowerBound = std::ldexp(lowerBound_, exponent_);
  result.iterations = objective_ > 0.0 ? iterations() : 0;
  polish(result, table, std::ldexp(bound_, exponent_), polishTolerance * size);
  return result;
}

}  // namespace spindle
