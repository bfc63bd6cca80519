// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paths/path_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Mean of what is known.
class Mean {
 public:
  void add(double value) {
    if (!std::isfinite(value)) return;
    sum_ += value;
    count_ += 1.0;
  }
  [[nodiscard]] double value() const { return count_ > 0.0 ? sum_ / count_ : unknown; }

 private:
  double sum_ = 0.0, count_ = 0.0;
};

std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    for (std::size_t k = first; k < last; ++k) rank[order[k]] = 0.5 * static_cast<double>(first + last - 1);
  }
  return rank;
}

double errorsToSimilar(const ClassGates& gates, std::size_t checkpoint, const std::vector<std::size_t>& known,
                       double& errors) {
  double near = 0.0;
  errors = 0.0;
  for (const std::size_t c : known) {
    std::vector<std::size_t> others;
    std::copy_if(known.begin(), known.end(), std::back_inserter(others), [c](std::size_t d) { return d != c; });
    std::stable_sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
      return classSimilarity(gates, checkpoint, c, a) > classSimilarity(gates, checkpoint, c, b);
    });
    for (std::size_t k = 0; k < others.size(); ++k) {
      const double count = gates.confusion.at(checkpoint, c, others[k]);
      if (!(count > 0.0)) continue;
      errors += count;
      near += k < similarClasses ? count : 0.0;
    }
  }
  return errors > 0.0 ? near / errors : unknown;
}

}  // namespace

double PathSizes::similarity() const {
  const std::size_t either = one + other - both;
  return either > 0 ? static_cast<double>(both) / static_cast<double>(either) : unknown;
}

double PathSizes::chance() const {
  const double a = static_cast<double>(one), b = static_cast<double>(other),
               shared = a * b / static_cast<double>(units);
  return a + b > 0.0 ? shared / (a + b - shared) : unknown;
}

PathSizes pathSizes(const ClassGates& gates, std::size_t layer, std::size_t checkpoint, std::size_t one,
                    std::size_t other) {
  PathSizes sizes;
  sizes.units = gates.layers[layer].extent[2];
  for (std::size_t u = 0; u < sizes.units; ++u) {
    const bool here = gates.kept(layer, checkpoint, one, u), there = gates.kept(layer, checkpoint, other, u);
    sizes.one += here ? 1 : 0;
    sizes.other += there ? 1 : 0;
    sizes.both += here && there ? 1 : 0;
  }
  return sizes;
}

double classSimilarity(const ClassGates& gates, std::size_t checkpoint, std::size_t one, std::size_t other) {
  if (!gates.known(checkpoint, one) || !gates.known(checkpoint, other)) return unknown;
  Mean mean;
  for (std::size_t l = 0; l < gates.layers.size(); ++l)
    mean.add(pathSizes(gates, l, checkpoint, one, other).similarity());
  return mean.value();
}

double confusionShare(const ClassGates& gates, std::size_t checkpoint, std::size_t one, std::size_t other) {
  double all = 0.0;
  for (std::size_t d = 0; d < gates.classes(); ++d) all += gates.confusion.at(checkpoint, one, d);
  return all > 0.0 ? gates.confusion.at(checkpoint, one, other) / all : unknown;
}

double rankCorrelation(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size() || a.size() < 3) return unknown;
  const std::vector<double> x = ranks(a), y = ranks(b);
  const double middle = 0.5 * static_cast<double>(a.size() - 1);
  double xy = 0.0, xx = 0.0, yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - middle) * (y[i] - middle);
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
  }
  return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : unknown;
}

std::optional<PathSummary> pathSummary(const ClassGates& gates, std::size_t checkpoint) {
  std::vector<std::size_t> known;
  for (std::size_t c = 0; c < gates.classes(); ++c) {
    if (gates.known(checkpoint, c)) known.push_back(c);
  }
  if (known.empty()) return std::nullopt;
  PathSummary summary;
  summary.classes = known.size();
  for (std::size_t l = 0; l < gates.layers.size(); ++l) {
    Mean kept, similarity, chance;
    for (const std::size_t c : known) {
      const PathSizes own = pathSizes(gates, l, checkpoint, c, c);
      kept.add(static_cast<double>(own.one) / static_cast<double>(own.units));
      for (const std::size_t d : known) {
        if (d <= c) continue;
        const PathSizes sizes = pathSizes(gates, l, checkpoint, c, d);
        similarity.add(sizes.similarity());
        chance.add(sizes.chance());
      }
    }
    Mean hits, squares;
    double counted = 0.0;
    for (const std::size_t c : known) {
      const double deviation = gates.hits.at(checkpoint, c, gates.layers.size() + l);
      hits.add(gates.hits.at(checkpoint, c, l));
      squares.add(deviation * deviation);
      counted += std::isfinite(deviation) ? static_cast<double>(ClassGates::composites) : 0.0;
    }
    summary.hits.push_back(hits.value());
    summary.hitError.push_back(counted > 0.0 ? std::sqrt(squares.value() / counted) : unknown);
    summary.kept.push_back(kept.value());
    summary.similarity.push_back(similarity.value());
    summary.chance.push_back(chance.value());
  }
  Mean own, other, answered;
  std::vector<double> similarities, confusions;
  for (const std::size_t c : known) {
    own.add(gates.recall.at(checkpoint, c, c));
    for (std::size_t d = 0; d < gates.classes(); ++d) {
      if (d == c) continue;
      other.add(gates.recall.at(checkpoint, c, d));
      answered.add(gates.answered.at(checkpoint, c, d));
      const double similarity = classSimilarity(gates, checkpoint, c, d);
      const double confused = confusionShare(gates, checkpoint, c, d) + confusionShare(gates, checkpoint, d, c);
      if (d < c || !std::isfinite(similarity) || !std::isfinite(confused)) continue;
      similarities.push_back(similarity);
      confusions.push_back(confused);
    }
  }
  summary.own = own.value();
  summary.other = other.value();
  summary.answered = answered.value();
  summary.toSimilar = errorsToSimilar(gates, checkpoint, known, summary.errors);
  const bool enough = known.size() >= enoughClasses;
  if (!enough) summary.toSimilar = unknown;
  summary.toAny = enough ? static_cast<double>(similarClasses) / static_cast<double>(known.size() - 1) : unknown;
  summary.correlation = enough ? rankCorrelation(similarities, confusions) : unknown;
  return summary;
}

}  // namespace spindle
