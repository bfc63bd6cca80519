// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/knowledge/agreement.h"

#include <algorithm>
#include <limits>

namespace spindle {
namespace {

struct SetSizes {
  std::vector<double> both, either;  ///< by order, then all
};

SetSizes setSizes(const SalientList& a, const SalientList& b, int variables) {
  const auto n = static_cast<std::size_t>(variables);
  SetSizes sizes{std::vector<double>(n + 1, 0.0), std::vector<double>(n + 1, 0.0)};
  const auto count = [&](std::vector<double>& list, std::uint32_t key) {
    list[static_cast<std::size_t>(orderOfKey(key, variables) - 1)] += 1.0;
    list.back() += 1.0;
  };
  for (const std::uint32_t key : a.key) {
    count(sizes.either, key);
    if (std::binary_search(b.key.begin(), b.key.end(), key)) count(sizes.both, key);
  }
  for (const std::uint32_t key : b.key) {
    if (!std::binary_search(a.key.begin(), a.key.end(), key)) count(sizes.either, key);
  }
  return sizes;
}

}  // namespace

SetAgreement setAgreement(const std::vector<std::optional<SalientList>>& here,
                          const std::vector<std::optional<SalientList>>& there, const MatchedSamples& matched,
                          int variables) {
  const auto size = static_cast<std::size_t>(variables) + 1;
  SetAgreement agreement{std::vector<double>(size, 0.0), 0};
  std::vector<double> counts(size, 0.0);
  for (const auto& [a, b] : matched.rows) {
    if (a >= here.size() || b >= there.size() || !here[a] || !there[b]) continue;
    ++agreement.samples;
    const SetSizes sizes = setSizes(*here[a], *there[b], variables);
    for (std::size_t k = 0; k < size; ++k) {
      if (sizes.either[k] == 0.0) continue;
      agreement.iou[k] += sizes.both[k] / sizes.either[k];
      counts[k] += 1.0;
    }
  }
  for (std::size_t k = 0; k < size; ++k)
    agreement.iou[k] = counts[k] > 0.0 ? agreement.iou[k] / counts[k] : std::numeric_limits<double>::quiet_NaN();
  return agreement;
}

}  // namespace spindle
