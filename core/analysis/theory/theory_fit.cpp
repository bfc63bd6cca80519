// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/theory_fit.h"

#include "core/analysis/theory/golden_section.h"
#include "core/game/coalition.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace spindle {
namespace {

constexpr int pointsPerDecade = 10, lowestDecade = -7, highestDecade = 2;
constexpr int gridPoints = (highestDecade - lowestDecade) * pointsPerDecade + 1;

double logSigma2At(int point) {
  return lowestDecade + static_cast<double>(point) / pointsPerDecade;
}

std::vector<double> salientAnd(const SampleInteractions& sample, double threshold, bool emptySet) {
  std::vector<double> values(sample.andPart.begin(), sample.andPart.end());
  for (std::size_t s = 1; s < values.size(); ++s) {
    values[s] = sample.andOf(s);
    if (std::abs(values[s]) < threshold) values[s] = 0.0;
  }
  if (!emptySet) values[0] = 0.0;
  return values;
}

std::vector<double> salientOr(const SampleInteractions& sample, double threshold) {
  std::vector<double> values(sample.orPart.size(), 0.0);
  for (std::size_t s = 1; s < values.size(); ++s) {
    if (const double value = sample.orOf(s); std::abs(value) >= threshold) values[s] = value;
  }
  return values;
}

void normalize(std::vector<double>& shares) {
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  if (sum > 0.0) {
    for (double& share : shares) share /= sum;
  }
}

}  // namespace

TheoryModel::TheoryModel(std::span<const SampleInteractions> finalSamples, double threshold,
                         const TheoryOptions& options)
    : factor_(options.factor) {
  for (const SampleInteractions& sample : finalSamples) {
    if (!sample.present()) continue;
    if (sample.andPart.size() != sample.orPart.size()) throw std::invalid_argument("TheoryModel: the tables differ");
    const int n = std::countr_zero(sample.andPart.size());
    if (n_ != 0 && n_ != n) throw std::invalid_argument("TheoryModel: the samples differ in n");
    n_ = n;
    Sample& added = samples_.emplace_back();
    if (options.part != InteractionPart::orOnly) {
      added.andPart.emplace(salientAnd(sample, threshold, options.emptySetAsIs));
    }
    if (options.part != InteractionPart::andOnly) added.orPart.emplace(salientOr(sample, threshold));
  }
  for (int point = 0; point < gridPoints; ++point) grid_.push_back(shares(std::pow(10.0, logSigma2At(point))));
}

double TheoryModel::gridSigma2(std::size_t point) {
  return std::pow(10.0, logSigma2At(static_cast<int>(point)));
}

std::vector<double> TheoryModel::shares(double sigma2) const {
  std::vector<double> sums(static_cast<std::size_t>(n_), 0.0);
  std::vector<double> andPart(samples_.empty() ? 0 : coalitionCount(n_)), orPart(andPart.size());
  for (const Sample& sample : samples_) {
    if (sample.andPart) sample.andPart->solve(sigma2, andPart);
    if (sample.orPart) sample.orPart->solve(sigma2, orPart);
    double score = 0.0;
    for (std::size_t s = 1; s < andPart.size(); ++s) score += andPart[s] + orPart[s];
    const double threshold = factor_ * std::abs(score);
    for (Coalition s = 1; s < andPart.size(); ++s) {
      const auto k = static_cast<std::size_t>(order(s) - 1);
      const double a = std::abs(andPart[s]), o = std::abs(orPart[s]);
      sums[k] += (a >= threshold ? a : 0.0) + (o >= threshold ? o : 0.0);
    }
  }
  normalize(sums);
  return sums;
}

std::optional<TheoryFit> TheoryModel::fit(std::span<const double> measured) const {
  if (samples_.empty() || std::accumulate(measured.begin(), measured.end(), 0.0) <= 0.0) return std::nullopt;
  if (measured.size() != static_cast<std::size_t>(n_)) throw std::invalid_argument("TheoryModel: the sizes differ");
  int best = 0;
  for (int point = 1; point < gridPoints; ++point) {
    const auto at = [&](int p) { return l1Distance(grid_[static_cast<std::size_t>(p)], measured); };
    if (at(point) <= at(best)) best = point;
  }
  const auto distance = [&](double logSigma2) { return l1Distance(shares(std::pow(10.0, logSigma2)), measured); };
  const double refined = goldenSectionMinimum(distance, logSigma2At(std::max(best - 1, 0)),
                                              logSigma2At(std::min(best + 1, gridPoints - 1)), 1e-3);
  const double onGrid = logSigma2At(best), atGrid = distance(onGrid), atRefined = distance(refined);
  const bool takeRefined = atRefined < atGrid || (atRefined == atGrid && refined > onGrid);
  const double sigma2 = std::pow(10.0, takeRefined ? refined : onGrid);
  return TheoryFit{sigma2, takeRefined ? atRefined : atGrid, shares(sigma2)};
}

double l1Distance(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) throw std::invalid_argument("l1Distance: the sizes differ");
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += std::abs(a[k] - b[k]);
  return sum;
}

TheoryFit fitGeometric(std::span<const double> measured) {
  const auto shares = [&measured](double logRatio) {
    std::vector<double> values(measured.size());
    for (std::size_t k = 0; k < values.size(); ++k) values[k] = std::exp(logRatio * static_cast<double>(k));
    normalize(values);
    return values;
  };
  const auto distance = [&](double logRatio) { return l1Distance(shares(logRatio), measured); };
  double best = -6.0;
  for (int i = 1; i <= 240; ++i) {
    if (distance(-6.0 + 0.05 * i) <= distance(best)) best = -6.0 + 0.05 * i;
  }
  const double refined = goldenSectionMinimum(distance, best - 0.05, best + 0.05, 1e-6);
  const double chosen = distance(refined) <= distance(best) ? refined : best;
  return {std::exp(chosen), distance(chosen), shares(chosen)};
}

}  // namespace spindle
