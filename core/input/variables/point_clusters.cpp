// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/point_clusters.h"

#include "core/base/split_mix.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

using Point = std::array<double, 3>;

constexpr int mostIterations = 100;
constexpr int starts = 10;

std::vector<Point> pointsOf(const Sample& sample, const InputFormat& format) {
  if (format.kind != InputKind::points) {
    throw UserError("Clusters need input of kind points, but this input is of kind " + toText(format.kind) + ".");
  }
  format.check();
  checkSample(sample, format);
  const auto stride = static_cast<std::size_t>(format.shape[1]);
  std::vector<Point> points(static_cast<std::size_t>(format.shape[0]));
  for (std::size_t p = 0; p < points.size(); ++p) {
    for (std::size_t c = 0; c < 3; ++c) points[p][c] = static_cast<double>(sample.values[p * stride + c]);
  }
  return points;
}

double squaredDistance(const Point& a, const Point& b) {
  double sum = 0.0;
  for (std::size_t c = 0; c < 3; ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

/// Each next center is a point drawn with probability proportional to its squared distance from the nearest center.
std::vector<Point> seeds(const std::vector<Point>& points, std::size_t k, SplitMix64& random) {
  std::vector<Point> centers{points[random.below(points.size())]};
  std::vector<double> nearest(points.size(), std::numeric_limits<double>::infinity());
  while (centers.size() < k) {
    for (std::size_t p = 0; p < points.size(); ++p) {
      nearest[p] = std::min(nearest[p], squaredDistance(points[p], centers.back()));
    }
    double rest = random.uniform() * std::accumulate(nearest.begin(), nearest.end(), 0.0);
    std::size_t chosen = 0;
    while (chosen + 1 < points.size() && (nearest[chosen] <= 0.0 || rest >= nearest[chosen])) rest -= nearest[chosen++];
    centers.push_back(points[chosen]);
  }
  return centers;
}

std::vector<Point> meansOf(const std::vector<Point>& points, const std::vector<std::size_t>& cluster, std::size_t k,
                           std::vector<std::size_t>& sizes) {
  std::vector<Point> means(k, Point{});
  sizes.assign(k, 0);
  for (std::size_t p = 0; p < points.size(); ++p) {
    ++sizes[cluster[p]];
    for (std::size_t c = 0; c < 3; ++c) means[cluster[p]][c] += points[p][c];
  }
  for (std::size_t i = 0; i < k; ++i) {
    for (auto& coordinate : means[i]) coordinate /= static_cast<double>(std::max<std::size_t>(sizes[i], 1));
  }
  return means;
}

/// Gives every empty cluster the point, of a cluster of several, that is farthest from its center.
void fillEmpty(const std::vector<Point>& points, std::vector<Point>& centers, std::vector<std::size_t>& cluster,
               std::vector<std::size_t>& sizes) {
  for (std::size_t empty = 0; empty < centers.size(); ++empty) {
    if (sizes[empty] > 0) continue;
    std::size_t farthest = points.size();
    double distance = -1.0;
    for (std::size_t p = 0; p < points.size(); ++p) {
      const double d = squaredDistance(points[p], centers[cluster[p]]);
      if (sizes[cluster[p]] > 1 && d > distance) {
        distance = d;
        farthest = p;
      }
    }
    --sizes[cluster[farthest]];
    cluster[farthest] = empty;
    sizes[empty] = 1;
    centers[empty] = points[farthest];
  }
}

struct Clustering {
  std::vector<std::size_t> cluster;  ///< of each point
  double spread = 0.0;               ///< sum of squared distances from the means
};

Clustering lloyd(const std::vector<Point>& points, std::size_t k, SplitMix64& random) {
  auto centers = seeds(points, k, random);
  Clustering result{std::vector<std::size_t>(points.size(), k), 0.0};
  std::vector<std::size_t> sizes;
  bool moved = true;
  for (int iteration = 0; moved && iteration < mostIterations; ++iteration) {
    moved = false;
    for (std::size_t p = 0; p < points.size(); ++p) {
      std::size_t nearest = 0;
      for (std::size_t i = 1; i < k; ++i) {
        if (squaredDistance(points[p], centers[i]) < squaredDistance(points[p], centers[nearest])) nearest = i;
      }
      moved = moved || nearest != result.cluster[p];
      result.cluster[p] = nearest;
    }
    centers = meansOf(points, result.cluster, k, sizes);
    fillEmpty(points, centers, result.cluster, sizes);
  }
  for (std::size_t p = 0; p < points.size(); ++p) {
    result.spread += squaredDistance(points[p], centers[result.cluster[p]]);
  }
  return result;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> clusterPoints(const Sample& sample, const InputFormat& format, int k,
                                                      std::uint64_t seed) {
  const auto points = pointsOf(sample, format);
  if (k < 1 || static_cast<std::size_t>(k) > points.size()) {
    throw UserError(std::to_string(k) + " clusters cannot be made of " + std::to_string(points.size()) +
                    " points; ask for at least 1 and at most that many.");
  }
  const auto count = static_cast<std::size_t>(k);
  SplitMix64 random(seed);
  auto best = lloyd(points, count, random);
  for (int start = 1; start < starts; ++start) {
    auto next = lloyd(points, count, random);
    if (next.spread < best.spread) best = std::move(next);
  }
  std::vector<std::vector<std::uint32_t>> clusters(count);
  for (std::size_t p = 0; p < points.size(); ++p) clusters[best.cluster[p]].push_back(static_cast<std::uint32_t>(p));
  std::sort(clusters.begin(), clusters.end());
  return clusters;
}

InputVariables drawClusters(const InputFormat& format, const std::vector<std::vector<std::uint32_t>>& clusters,
                            int count, std::uint64_t seed) {
  if (count < 1 || static_cast<std::size_t>(count) > clusters.size()) {
    throw UserError(std::to_string(count) + " clusters cannot be drawn from " + std::to_string(clusters.size()) +
                    "; ask for at least 1 and at most that many.");
  }
  std::vector<std::size_t> order(clusters.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  SplitMix64 random(seed);
  drawToFront<std::size_t>(order, static_cast<std::size_t>(count), random);
  order.resize(static_cast<std::size_t>(count));
  std::sort(order.begin(), order.end());
  std::vector<InputVariable> variables;
  for (const auto i : order) variables.push_back(pointVariable(format, clusters[i], "cluster " + std::to_string(i)));
  return {std::move(variables), format.elements()};
}

Baseline clusterMeanBaseline(const Sample& sample, const InputFormat& format, const InputVariables& variables) {
  const auto points = pointsOf(sample, format);
  Baseline baseline;
  baseline.elements.assign(sample.values.begin(), sample.values.end());
  const auto stride = static_cast<std::size_t>(format.shape[1]);
  for (const auto& variable : variables.all()) {
    Point mean{};
    for (const auto p : variable.positions) {
      for (std::size_t c = 0; c < 3; ++c) mean[c] += points.at(p)[c] / static_cast<double>(variable.positions.size());
    }
    for (const auto p : variable.positions) {
      for (std::size_t c = 0; c < 3; ++c) baseline.elements[p * stride + c] = mean[c];
    }
  }
  return baseline;
}

}  // namespace spindle
