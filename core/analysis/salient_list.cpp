// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/salient_list.h"

#include "core/game/coalition.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace spindle {
namespace {

/// Calls take(key, value) for each interaction after the order-1 merge, keys ascending.
template <class Take>
void eachInteraction(const SampleInteractions& sample, const Take& take) {
  const std::size_t size = sample.andPart.size();
  for (std::size_t s = 1; s < size; ++s) take(s, sample.andOf(s));
  for (std::size_t s = 1; s < size; ++s) {
    if (!sample.merges(s)) take(size + s, sample.orPart[s]);
  }
}

}  // namespace

SalientList salientList(const SampleInteractions& sample, double threshold, double scale) {
  SalientList list;
  eachInteraction(sample, [&](std::size_t key, double value) {
    if (value == 0.0 || std::abs(value) < threshold) return;
    list.key.push_back(static_cast<std::uint32_t>(key));
    list.value.push_back(value / scale);
  });
  return list;
}

int orderOfKey(std::uint32_t key, int variables) {
  return order(static_cast<Coalition>(key % coalitionCount(variables)));
}

double largestInteraction(const SampleInteractions& sample) {
  double largest = 0.0;
  eachInteraction(sample, [&](std::size_t, double value) { largest = std::max(largest, std::abs(value)); });
  return largest;
}

}  // namespace spindle
