// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shared/shared_interactions.h"

#include "core/game/coalition.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double shareOfLargest = 0.05;

double valueOf(const SampleInteractions& network, bool ofOr, std::size_t s) {
  return ofOr ? network.orOf(s) : network.andOf(s);
}

std::vector<std::size_t> strongest(const SampleInteractions& network, bool ofOr, std::size_t k) {
  std::vector<std::size_t> list;
  for (std::size_t s = 1; s < network.andPart.size(); ++s) {
    if (valueOf(network, ofOr, s) != 0.0) list.push_back(s);
  }
  const auto stronger = [&](std::size_t a, std::size_t b) {
    const double x = std::abs(valueOf(network, ofOr, a)), y = std::abs(valueOf(network, ofOr, b));
    return x > y || (x == y && a < b);
  };
  if (list.size() > k) {
    std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(k), list.end(), stronger);
    list.resize(k);
  }
  return list;
}

}  // namespace

TopOverlap topOverlap(std::span<const SampleInteractions> networks, bool ofOr, std::size_t k) {
  const std::size_t size = networks.front().andPart.size();
  const auto n = static_cast<std::size_t>(std::countr_zero(size));
  const auto all = static_cast<double>(size - 1 - (ofOr ? n : 0));
  std::vector<std::size_t> count(size, 0);
  std::size_t fewest = size;
  double chance = all;
  for (const SampleInteractions& network : networks) {
    const auto list = strongest(network, ofOr, k);
    for (const std::size_t s : list) ++count[s];
    fewest = std::min(fewest, list.size());
    chance *= static_cast<double>(list.size()) / all;
  }
  if (fewest == 0) return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  const auto common = static_cast<double>(std::count(count.begin(), count.end(), networks.size()));
  return {common / static_cast<double>(fewest), chance / static_cast<double>(fewest)};
}

SharedStrength sharedStrength(std::span<const SampleInteractions> networks, std::span<const double> scales) {
  const std::size_t size = networks.front().andPart.size();
  SharedStrength result(std::countr_zero(size));
  std::vector<double> thresholds;
  for (const SampleInteractions& network : networks) {
    double largest = 0.0;
    for (const bool ofOr : {false, true}) {
      for (std::size_t s = 1; s < size; ++s) largest = std::max(largest, std::abs(valueOf(network, ofOr, s)));
    }
    thresholds.push_back(shareOfLargest * largest);
  }
  const auto salient = [&](std::size_t i, bool ofOr, std::size_t s) {
    const double value = std::abs(valueOf(networks[i], ofOr, s));
    return value > 0.0 && value >= thresholds[i];
  };
  std::vector<double> own(networks.size(), 0.0);
  double common = 0.0;
  const double weight = 1.0 / static_cast<double>(networks.size());
  for (const bool ofOr : {false, true}) {
    for (std::size_t s = 1; s < size; ++s) {
      bool inAll = true;
      for (std::size_t i = 0; i < networks.size(); ++i) inAll = inAll && salient(i, ofOr, s);
      auto& list = inAll ? result.shared : result.distinct;
      common += inAll ? 1.0 : 0.0;
      const auto k = static_cast<std::size_t>(order(static_cast<Coalition>(s)) - 1);
      for (std::size_t i = 0; i < networks.size(); ++i) {
        if (!salient(i, ofOr, s)) continue;
        own[i] += 1.0;
        list[k] += weight * std::abs(valueOf(networks[i], ofOr, s)) / scales[i];
      }
    }
  }
  double sum = 0.0, counted = 0.0;
  for (const double count : own) {
    if (count == 0.0) continue;
    sum += common / count;
    counted += 1.0;
  }
  result.power = counted > 0.0 ? sum / counted : std::numeric_limits<double>::quiet_NaN();
  return result;
}

}  // namespace spindle
