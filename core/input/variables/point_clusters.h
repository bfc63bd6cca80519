// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"
#include "core/input/variables/masked_input.h"

#include <cstdint>
#include <vector>

namespace spindle {

/// Clusters of a sample's points by their first three coordinates: the points of each cluster in order, clusters in
/// the order of their first points. k-means++ seeds (Arthur and Vassilvitskii 2007) and Lloyd's iteration until no
/// point moves, at most 100 times; the tightest of ten starts; in double, the same on every machine. No cluster is
/// empty: one that runs empty takes the point farthest from its center. Cost: O(points * k) an iteration, 1,024 points
/// in 30 clusters some tens of milliseconds. Throws UserError unless 1 <= k <= points.
std::vector<std::vector<std::uint32_t>> clusterPoints(const Sample& sample, const InputFormat& format, int k,
                                                      std::uint64_t seed);

/// `count` of the clusters as variables named "cluster 3", drawn without replacement, in the order of the clusters.
InputVariables drawClusters(const InputFormat& format, const std::vector<std::vector<std::uint32_t>>& clusters,
                            int count, std::uint64_t seed);

/// A baseline under which every point of a masked variable moves to the mean position of that variable's points (the
/// paper's masking of point clouds). Coordinates behind the third, and points of no variable, keep their values.
Baseline clusterMeanBaseline(const Sample& sample, const InputFormat& format, const InputVariables& variables);

}  // namespace spindle
