// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalization/sample_groups.h"

#include "core/dynamics/phases.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr int highOrders = 3;

double sampleHighShare(const SampleStrengths& samples, std::size_t row) {
  double sum = 0.0, high = 0.0;
  for (int k = 1; k <= samples.variables(); ++k) {
    sum += samples.total(row, k);
    if (k >= highOrders) high += samples.total(row, k);
  }
  return sum > 0.0 ? high / sum : unknown;
}

double lastKnown(const std::vector<double>& series) {
  const auto at = std::find_if(series.rbegin(), series.rend(), [](double value) { return std::isfinite(value); });
  return at == series.rend() ? unknown : *at;
}

}  // namespace

OrderStrength groupStrength(const SampleStrengths& samples, const std::vector<bool>& member) {
  if (member.size() != samples.samples()) throw std::invalid_argument("groupStrength: one flag a sample is needed");
  const auto n = static_cast<std::size_t>(samples.variables());
  OrderStrength mean{std::vector<double>(n, 0.0), std::vector<double>(n, 0.0), std::vector<double>(n, 0.0),
                     std::vector<double>(n, 0.0), samples.threshold(),         0};
  for (std::size_t x = 0; x < samples.samples(); ++x) mean.samples += samples.present(x) && member[x] ? 1 : 0;
  if (mean.samples == 0) return OrderStrength{{}, {}, {}, {}, samples.threshold(), 0};
  const auto add = [&](std::vector<double>& sum, SampleStrengths::Kind kind) {
    for (std::size_t x = 0; x < samples.samples(); ++x) {
      if (!samples.present(x) || !member[x]) continue;
      for (std::size_t k = 0; k < n; ++k) sum[k] += samples.strength(x, kind)[k];
    }
    for (double& value : sum) value /= static_cast<double>(mean.samples);
  };
  add(mean.andPositive, SampleStrengths::andPositive);
  add(mean.andNegative, SampleStrengths::andNegative);
  add(mean.orPositive, SampleStrengths::orPositive);
  add(mean.orNegative, SampleStrengths::orNegative);
  return mean;
}

double highOrderShare(const OrderStrength& strength, int from) {
  double sum = 0.0, high = 0.0;
  for (int k = 1; k <= strength.variables(); ++k) {
    sum += strength.total(k);
    if (k >= from) high += strength.total(k);
  }
  return sum > 0.0 ? high / sum : unknown;
}

GroupComparison compareGroups(const SampleStrengths& samples, const std::vector<bool>& mislabeled) {
  std::vector<bool> clean = mislabeled;
  clean.flip();
  return compareGroups(samples, clean, mislabeled);
}

GroupComparison compareGroups(const SampleStrengths& samples, const std::vector<bool>& clean,
                              const std::vector<bool>& mislabeled) {
  GroupComparison result{groupStrength(samples, clean), groupStrength(samples, mislabeled), 0.0, 0.0};
  result.cleanShare = highOrderShare(result.clean, highOrders);
  result.mislabeledShare = highOrderShare(result.mislabeled, highOrders);
  return result;
}

std::vector<SampleTurn> sampleTurns(std::span<const SampleStrengths> series, const PhaseOptions& options) {
  std::size_t rows = 0;
  for (const SampleStrengths& samples : series) rows = std::max(rows, samples.samples());
  std::vector<SampleTurn> turns(rows);
  for (std::size_t x = 0; x < rows; ++x) {
    SampleTurn& turn = turns[x];
    turn.sample = x;
    for (const SampleStrengths& samples : series) {
      const bool known = x < samples.samples() && samples.present(x);
      turn.meanOrder.push_back(known ? samples.meanOrder(x) : unknown);
      turn.highShare.push_back(known ? sampleHighShare(samples, x) : unknown);
    }
    turn.checkpoint = meanOrderStart(turn.meanOrder, options);
    if (turn.checkpoint) turn.rise = lastKnown(turn.highShare) - turn.highShare[*turn.checkpoint];
  }
  std::stable_sort(turns.begin(), turns.end(), [](const SampleTurn& a, const SampleTurn& b) {
    const auto place = [](const SampleTurn& t) {
      return t.checkpoint ? *t.checkpoint : std::numeric_limits<std::size_t>::max();
    };
    return std::tuple(place(a), -a.rise) < std::tuple(place(b), -b.rise);
  });
  return turns;
}

}  // namespace spindle
