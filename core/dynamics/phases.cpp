// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/phases.h"

#include "core/dynamics/sentence.h"
#include "core/dynamics/v_shaped_fit.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace spindle {
namespace {

/// The entries of a series that are known, and where they were.
struct Known {
  std::vector<std::size_t> index;
  std::vector<double> value;
};

Known finiteOnes(std::span<const double> series) {
  Known known;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (!std::isfinite(series[i])) continue;
    known.index.push_back(i);
    known.value.push_back(series[i]);
  }
  return known;
}

PhaseResult noStart(const char* rule, std::string why) {
  return {std::nullopt, std::nullopt, rule, "No start of phase two: " + std::move(why)};
}

double medianOfThree(double a, double b, double c) {
  return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

std::vector<double> medianFiltered(const std::vector<double>& values) {
  std::vector<double> filtered = values;
  for (std::size_t i = 1; i + 1 < values.size(); ++i) {
    filtered[i] = medianOfThree(values[i - 1], values[i], values[i + 1]);
  }
  return filtered;
}

/// Last index among those tied in the filtered series, by the raw series; see meanOrderMinimum().
std::size_t lastTied(const std::vector<double>& raw, const std::vector<double>& filtered, double tie) {
  const double limit = *std::min_element(filtered.begin(), filtered.end()) + tie;
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (filtered[i] <= limit) smallest = std::min(smallest, raw[i]);
  }
  std::size_t at = raw.size() - 1;
  while (filtered[at] > limit || raw[at] > smallest + tie) --at;
  return at;
}

/// The last known gap that is still closed, or the number of gaps if it never opens.
std::size_t lastClosed(const std::vector<double>& gap, double share, double rise) {
  const auto [least, largest] = std::minmax_element(gap.begin(), gap.end());
  std::size_t at = gap.size() - 1;
  while (gap[at] > *least + share * (*largest - *least)) --at;
  const double reached = *std::max_element(gap.begin() + static_cast<std::ptrdiff_t>(at), gap.end());
  return at + 1 == gap.size() || reached - gap[at] < rise ? gap.size() : at;
}

}  // namespace

PhaseResult meanOrderMinimum(std::span<const double> meanOrder, const PhaseOptions& options) {
  constexpr const char* rule = "mean order minimum";
  const Known known = finiteOnes(meanOrder);
  if (known.value.size() < 2) {
    return noStart(rule, sentence("the mean order is known at %zu of %zu checkpoints only.", known.value.size(),
                                  meanOrder.size()));
  }
  const std::vector<double> filtered = medianFiltered(known.value);
  const std::size_t at = lastTied(known.value, filtered, options.tie);
  const double rise = filtered.back() - filtered[at];
  if (rise < options.rise) {
    return noStart(rule, sentence("after its minimum of %.2f at checkpoint %zu of %zu the mean order rises by %.2f by "
                                  "the end, less than the required %.2f.",
                                  filtered[at], known.index[at] + 1, meanOrder.size(), rise, options.rise));
  }
  return {known.index[at], std::nullopt, rule,
          sentence("The mean order goes from %.2f at the first checkpoint to its minimum of %.2f at checkpoint %zu of "
                   "%zu, then rises by %.2f to %.2f at the last (3-point medians).",
                   filtered.front(), filtered[at], known.index[at] + 1, meanOrder.size(), rise, filtered.back())};
}

PhaseResult phaseTwoStart(std::span<const OrderStrength> series) {
  std::vector<double> meanOrder;
  meanOrder.reserve(series.size());
  for (const OrderStrength& strength : series) meanOrder.push_back(strength.meanOrder());
  return meanOrderMinimum(meanOrder);
}

PhaseResult lossGap(std::span<const double> trainLoss, std::span<const double> testLoss, const PhaseOptions& options) {
  constexpr const char* rule = "loss gap";
  if (trainLoss.size() != testLoss.size()) throw std::invalid_argument("lossGap: as many train as test losses needed");
  std::vector<double> gaps(trainLoss.size());
  std::transform(testLoss.begin(), testLoss.end(), trainLoss.begin(), gaps.begin(), std::minus<>());
  const Known known = finiteOnes(gaps);
  if (known.value.size() < 2) {
    return noStart(rule, sentence("train and test loss are both known at %zu of %zu checkpoints only.",
                                  known.value.size(), gaps.size()));
  }
  const auto [least, largest] = std::minmax_element(known.value.begin(), known.value.end());
  const std::size_t at = lastClosed(known.value, options.gapShare, options.gapRise);
  if (at == known.value.size()) {
    return noStart(rule, sentence("the gap between test and train loss stays between %.3f and %.3f and does not "
                                  "grow by %.3f or more by the end.",
                                  *least, *largest, options.gapRise));
  }
  PhaseInterval interval{known.index[at], known.index[at], IntervalKind::sensitivity};
  for (double factor : {0.5, 2.0}) {
    const std::size_t other = lastClosed(known.value, factor * options.gapShare, options.gapRise);
    if (other == known.value.size()) continue;
    interval.low = std::min(interval.low, known.index[other]);
    interval.high = std::max(interval.high, known.index[other]);
  }
  return {known.index[at], interval, rule,
          sentence("The gap between test and train loss is last within %.0f %% of its range at checkpoint %zu of %zu "
                   "(%.3f; smallest %.3f) and grows to %.3f.",
                   100.0 * options.gapShare, known.index[at] + 1, gaps.size(), known.value[at], *least, *largest)};
}

PhaseResult changePoint(const OrderSeries& series, const PhaseOptions& options) {
  constexpr const char* rule = "change point";
  std::vector<std::size_t> index;
  std::vector<double> weights;
  for (std::size_t t = 0; t < series.checkpoints(); ++t) {
    if (series.weight(t) == 0.0) continue;
    index.push_back(t);
    weights.push_back(series.weight(t));
  }
  const std::size_t count = index.size();
  if (count < 3) {
    return noStart(
        rule, sentence("the strength by order is known at %zu of %zu checkpoints only.", count, series.checkpoints()));
  }
  std::vector<VShapedFit> fits;  // of the shares of all orders above k
  std::vector<double> above(count, 0.0);
  for (auto k = static_cast<std::size_t>(series.variables()); k-- > 1;) {
    for (std::size_t i = 0; i < count; ++i) above[i] += series.shares(index[i])[k];
    fits.emplace_back(above, weights);
  }
  std::vector<double> residual(count, 0.0);
  for (const VShapedFit& fit : fits) {
    for (std::size_t s = 0; s < count; ++s) residual[s] += fit.residual(s);
  }
  // Rounding must not decide between splits that are all exact: the last of them counts.
  const double least = *std::min_element(residual.begin(), residual.end());
  double weightSum = 0.0;
  for (double weight : weights) weightSum += weight;
  std::size_t split = count - 1;
  while (residual[split] > least + 1e-14 * weightSum) --split;

  std::vector<double> meanOrder(count, 1.0);
  for (const VShapedFit& fit : fits) {
    const std::vector<double> fitted = fit.fitted(split);
    std::transform(meanOrder.begin(), meanOrder.end(), fitted.begin(), meanOrder.begin(), std::plus<>());
  }
  const double fall = meanOrder.front() - meanOrder[split], rise = meanOrder.back() - meanOrder[split];
  const double oneWay = std::min(residual.front(), residual.back());
  const double gain = oneWay > 0.0 ? 1.0 - least / oneWay : 0.0;
  if (fall < options.fall || rise < options.rise || gain < options.turnGain) {
    return noStart(
        rule, sentence("the best split into a falling and a rising part, at checkpoint %zu of %zu, falls by "
                       "%.2f and rises by %.2f in mean order and reduces the residual of the best monotone fit "
                       "by %.0f %%; %.2f, %.2f and %.0f %% are needed.",
                       index[split] + 1, series.checkpoints(), fall, rise, 100.0 * gain, options.fall, options.rise,
                       100.0 * options.turnGain));
  }
  std::size_t at = count - 1;
  while (at > split && meanOrder[at] > meanOrder[split] + options.tie) --at;
  return {index[at], std::nullopt, rule,
          sentence("The shares of the orders fit a fall up to checkpoint %zu of %zu (%.2f in mean order) and a rise "
                   "after it (%.2f) with %.0f %% less residual than the best monotone fit.",
                   index[at] + 1, series.checkpoints(), fall, rise, 100.0 * gain)};
}

}  // namespace spindle
