// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/joint/matched_pairs.h"

#include "core/base/split_mix.h"

#include <cmath>
#include <numeric>

namespace spindle {

PairResult shuffledVariables(const PairResult& pair, std::uint64_t seed) {
  const auto n = static_cast<std::size_t>(pair.values.variables());
  std::vector<std::size_t> place(n);
  std::iota(place.begin(), place.end(), std::size_t{0});
  SplitMix64 random(seed);
  drawToFront(std::span(place), n, random);
  PairResult shuffled = pair;
  for (std::size_t from = 0; from < pair.values.values().size(); ++from) {
    Coalition to = 0;
    for (std::size_t i = 0; i < n; ++i) to |= static_cast<Coalition>(from >> i & 1U) << place[i];
    shuffled.values[to] = pair.values[static_cast<Coalition>(from)];
    shuffled.andPart[to] = pair.andPart[static_cast<Coalition>(from)];
    shuffled.orPart[to] = pair.orPart[static_cast<Coalition>(from)];
  }
  return shuffled;
}

MatchedPairs matchedPairs(const JointReaders& results, const MatchedNetworks& matched, std::size_t checkpoint,
                          std::optional<std::uint64_t> shuffle) {
  MatchedPairs pairs(results.size(), std::vector<PairResult>(matched.samples[0].size()));
  for (std::size_t s = 0; s < matched.samples[0].size(); ++s) {
    bool all = true;
    for (std::size_t i = 0; i < results.size(); ++i)
      all = all && results[i]->done(matched.checkpoints[i][checkpoint], matched.samples[i][s]);
    for (std::size_t i = 0; i < results.size() && all; ++i) {
      pairs[i][s] = results[i]->pair(matched.checkpoints[i][checkpoint], matched.samples[i][s]);
      if (!shuffle || i == 0) continue;
      SplitMix64 seeds(*shuffle + 0x9e3779b97f4a7c15ULL * (s * results.size() + i));
      pairs[i][s] = shuffledVariables(pairs[i][s], seeds.next());
    }
  }
  return pairs;
}

double rangeOf(const PairResult& pair) {
  return std::abs(pair.values.values().back() - pair.values[0]);
}

bool isThere(const PairResult& pair) {
  return pair.values.variables() > 0;
}

std::vector<double> differenceBounds(const MatchedPairs& pairs, double share) {
  std::vector<double> bounds;
  for (const auto& network : pairs) {
    double sum = 0.0, count = 0.0;
    for (const PairResult& pair : network) {
      if (!isThere(pair)) continue;
      sum += rangeOf(pair);
      count += 1.0;
    }
    bounds.push_back(count > 0.0 ? share * sum / count : 0.0);
  }
  return bounds;
}

}  // namespace spindle
