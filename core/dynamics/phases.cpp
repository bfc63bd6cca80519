// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/phases.h"

#include "core/dynamics/sentence.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
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

namespace {

/// The filtered series and where its minimum is; nothing with fewer than 2 known values.
struct Minimum {
  Known known;
  std::vector<double> filtered;
  std::size_t at = 0;
  double rise = 0.0;
};

std::optional<Minimum> minimumOf(std::span<const double> meanOrder, double tie) {
  Minimum minimum{finiteOnes(meanOrder), {}, 0, 0.0};
  if (minimum.known.value.size() < 2) return std::nullopt;
  minimum.filtered = medianFiltered(minimum.known.value);
  minimum.at = lastTied(minimum.known.value, minimum.filtered, tie);
  minimum.rise = minimum.filtered.back() - minimum.filtered[minimum.at];
  return minimum;
}

}  // namespace

std::optional<std::size_t> meanOrderStart(std::span<const double> meanOrder, const PhaseOptions& options) {
  const auto minimum = minimumOf(meanOrder, options.tie);
  if (!minimum || minimum->rise < options.rise) return std::nullopt;
  return minimum->known.index[minimum->at];
}

PhaseResult meanOrderMinimum(std::span<const double> meanOrder, const PhaseOptions& options) {
  constexpr const char* rule = "mean order minimum";
  const auto minimum = minimumOf(meanOrder, options.tie);
  if (!minimum) {
    return noStart(rule, sentence("the mean order is known at %zu of %zu checkpoints only.",
                                  finiteOnes(meanOrder).value.size(), meanOrder.size()));
  }
  const std::vector<double>& filtered = minimum->filtered;
  const std::size_t at = minimum->at, checkpoint = minimum->known.index[at];
  if (minimum->rise < options.rise) {
    return noStart(rule,
                   sentence("the mean order rises by %.2f, less than the required %.2f, after its minimum of %.2f "
                            "at checkpoint %zu of %zu.",
                            minimum->rise, options.rise, filtered[at], checkpoint + 1, meanOrder.size()));
  }
  return {checkpoint, std::nullopt, rule,
          sentence("The mean order goes from %.2f at the first checkpoint to its minimum of %.2f at checkpoint %zu of "
                   "%zu, then rises by %.2f to %.2f at the last (3-point medians).",
                   filtered.front(), filtered[at], checkpoint + 1, meanOrder.size(), minimum->rise, filtered.back())};
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

}  // namespace spindle
