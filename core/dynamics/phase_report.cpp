// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/phase_report.h"

#include "core/dynamics/sentence.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace spindle {
namespace {

std::uint64_t splitmix(std::uint64_t seed, std::uint64_t counter) {
  std::uint64_t z = seed + (counter + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// Rows that are present at some checkpoint: those that never worked are no samples.
std::vector<std::size_t> usableRows(std::span<const SampleStrengths> series) {
  std::size_t rows = 0;
  for (const SampleStrengths& strengths : series) rows = std::max(rows, strengths.samples());
  std::vector<std::size_t> usable;
  for (std::size_t x = 0; x < rows; ++x) {
    if (std::any_of(series.begin(), series.end(), [x](const auto& s) { return x < s.samples() && s.present(x); })) {
      usable.push_back(x);
    }
  }
  return usable;
}

}  // namespace

std::optional<std::size_t> PhaseReport::spread() const {
  std::size_t found = 0, low = 0, high = 0;
  for (const PhaseResult* result : rules()) {
    if (!result->checkpoint) continue;
    low = found == 0 ? *result->checkpoint : std::min(low, *result->checkpoint);
    high = std::max(high, *result->checkpoint);
    ++found;
  }
  return found < 2 ? std::nullopt : std::optional(high - low);
}

bool PhaseReport::agree() const {
  const auto apart = spread();
  return apart && *apart <= 1;
}

std::string PhaseReport::agreement() const {
  std::string names;
  std::size_t found = 0;
  for (const PhaseResult* result : rules()) {
    if (!result->checkpoint) continue;
    names += (found++ == 0 ? "" : ", ") + result->rule + sentence(" (checkpoint %zu)", *result->checkpoint + 1);
  }
  if (found == 0) return "No rule finds a start of phase two.";
  if (found == 1) return "One of three rules finds a start of phase two: " + names + ".";
  const std::size_t apart = *spread();
  const std::string verdict = apart == 0 ? (found == 3 ? "all three agree" : "both agree")
                              : agree()  ? "they agree within one checkpoint"
                                         : sentence("they differ by up to %zu checkpoints", apart);
  return sentence("%zu of three rules find a start of phase two: %s; %s.", found, names.c_str(), verdict.c_str());
}

std::optional<PhaseInterval> bootstrapInterval(std::span<const std::optional<std::size_t>> starts, std::size_t estimate,
                                               double level) {
  std::vector<std::size_t> found;
  for (const auto& start : starts) {
    if (start) found.push_back(*start);
  }
  if (found.empty()) return std::nullopt;
  std::vector<double> count(*std::max_element(found.begin(), found.end()) + 1, 0.0);
  for (std::size_t start : found) count[start] += 1.0;
  // Of each length the range that holds most, the earliest of equals; of those the one that holds closest to the level.
  std::size_t bestLow = 0, bestHigh = count.size() - 1;
  double bestShare = 1.0;
  for (std::size_t length = count.size(); length > 0; --length) {
    double most = 0.0;
    std::size_t at = 0;
    for (std::size_t low = 0; low + length <= count.size(); ++low) {
      const auto first = count.begin() + static_cast<std::ptrdiff_t>(low);
      const double held = std::accumulate(first, first + static_cast<std::ptrdiff_t>(length), 0.0);
      if (held <= most) continue;
      most = held;
      at = low;
    }
    const double share = most / static_cast<double>(found.size());
    const double miss = std::abs(share - level);
    if (share >= level || share == bestShare || miss < std::abs(bestShare - level) - 1e-9) {
      bestShare = share;
      bestLow = at;
      bestHigh = at + length - 1;
    }
  }
  return PhaseInterval{std::min(bestLow, estimate), std::max(bestHigh, estimate), IntervalKind::bootstrap, level,
                       static_cast<double>(found.size()) / static_cast<double>(starts.size())};
}

PhaseEvidence::PhaseEvidence(std::span<const SampleStrengths> series, const PhaseOptions& options)
    : average_(OrderSeries(series)) {
  const std::vector<std::size_t> rows = usableRows(series);
  if (rows.size() < 2) return;
  std::vector<std::uint32_t> multiplicity;
  for (const SampleStrengths& strengths : series)
    multiplicity.resize(std::max(multiplicity.size(), strengths.samples()));
  for (std::size_t b = 0; b < options.resamples; ++b) {
    std::fill(multiplicity.begin(), multiplicity.end(), 0u);
    for (std::size_t j = 0; j < rows.size(); ++j) {
      const std::uint64_t draw = splitmix(options.seed, b * rows.size() + j) >> 32;
      ++multiplicity[rows[(draw * rows.size()) >> 32]];
    }
    resamples_.emplace_back(OrderSeries(series, multiplicity));
  }
}

PhaseReport PhaseEvidence::report(std::span<const double> trainLoss, std::span<const double> testLoss,
                                  const PhaseOptions& options) const {
  PhaseReport report{meanOrderMinimum(average_.meanOrders, options), lossGap(trainLoss, testLoss, options),
                     average_.changePoint.result(options)};
  if (resamples_.empty()) return report;
  std::vector<std::optional<std::size_t>> meanOrderStarts, changePoints;
  for (const Series& resample : resamples_) {
    meanOrderStarts.push_back(meanOrderStart(resample.meanOrders, options));
    changePoints.push_back(resample.changePoint.start(options));
  }
  if (report.meanOrder.checkpoint)
    report.meanOrder.interval = bootstrapInterval(meanOrderStarts, *report.meanOrder.checkpoint, options.level);
  if (report.changePoint.checkpoint)
    report.changePoint.interval = bootstrapInterval(changePoints, *report.changePoint.checkpoint, options.level);
  return report;
}

PhaseReport findPhases(std::span<const SampleStrengths> series, std::span<const double> trainLoss,
                       std::span<const double> testLoss, const PhaseOptions& options) {
  return PhaseEvidence(series, options).report(trainLoss, testLoss, options);
}

}  // namespace spindle
