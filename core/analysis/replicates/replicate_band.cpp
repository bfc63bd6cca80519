// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/replicates/replicate_band.h"

#include "core/analysis/representative.h"
#include "core/dynamics/order_strength.h"
#include "core/dynamics/strength_band.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

ReplicatePlace placeOf(const std::vector<ResultsBeside>& results, double step, std::vector<std::size_t> rows) {
  ReplicatePlace place{step, std::move(rows), {}, {}, {}};
  std::vector<std::vector<double>> shares(static_cast<std::size_t>(results.front().header->variables));
  for (std::size_t i = 0; i < results.size(); ++i) {
    const OrderStrength strength = orderStrength(results[i].strengths[place.rows[i]]);
    place.meanOrders.push_back(strength.meanOrder());
    const std::vector<double> list = strength.shares();
    for (std::size_t k = 0; k < shares.size(); ++k) shares[k].push_back(list.at(k));
  }
  place.meanOrder = replicateMean(place.meanOrders);
  for (const std::vector<double>& list : shares) place.shares.push_back(replicateMean(list));
  return place;
}

}  // namespace

ReplicateMean replicateMean(const std::vector<double>& values) {
  std::vector<double> finite;
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double v) { return std::isfinite(v); });
  if (finite.empty()) return {0, unknown, unknown, unknown, unknown, unknown};
  const Spread spread = spreadOf(finite);
  const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
  return {
      finite.size(), spread.mean, spread.deviation, spread.deviation / std::sqrt(static_cast<double>(finite.size())),
      *low,          *high};
}

ReplicateBand replicateBand(const std::vector<ResultsBeside>& results) {
  ReplicateBand band;
  std::map<double, std::vector<std::vector<std::size_t>>> rowsAt;  // step -> rows of each file
  std::size_t computed = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].header->variables != results.front().header->variables)
      throw std::invalid_argument("replicateBand: other numbers of variables");
    for (const std::size_t row : knownCheckpoints(results[i].strengths)) {
      auto& rows = rowsAt[results[i].header->step[row]];
      rows.resize(results.size());
      rows[i].push_back(row);
      ++computed;
    }
  }
  for (const auto& [step, rows] : rowsAt) {
    const bool once = std::all_of(rows.begin(), rows.end(), [](const auto& list) { return list.size() == 1; });
    if (!once) continue;
    std::vector<std::size_t> matched;
    for (const auto& list : rows) matched.push_back(list.front());
    band.places.push_back(placeOf(results, step, std::move(matched)));
  }
  band.leftOut = computed - band.places.size() * results.size();
  return band;
}

}  // namespace spindle
