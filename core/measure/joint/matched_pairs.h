// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/joint/matched_networks.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace spindle {

using JointReaders = std::vector<std::shared_ptr<ResultsReader>>;

/// The stored pairs of one matched checkpoint: [network][sample]; empty tables where any network lacks the sample.
using MatchedPairs = std::vector<std::vector<PairResult>>;

/// shuffle: the variables of all networks but the first are permuted (see shuffledVariables), each sample in its own
/// way, the same at all checkpoints.
MatchedPairs matchedPairs(const JointReaders& results, const MatchedNetworks& matched, std::size_t checkpoint,
                          std::optional<std::uint64_t> shuffle);

/// The same tables with the variables in another order, drawn from the seed: nothing is left in common with another
/// network but what any two games of this kind have.
PairResult shuffledVariables(const PairResult& pair, std::uint64_t seed);

/// |v(N) - v(empty)|.
double rangeOf(const PairResult& pair);

bool isThere(const PairResult& pair);

/// The paper's bound for each network: a share of the mean range over the samples.
std::vector<double> differenceBounds(const MatchedPairs& pairs, double share);

}  // namespace spindle
