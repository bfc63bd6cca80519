// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/generalization/class_similarity.h"

#include "core/game/coalition.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <stdexcept>

namespace spindle {
namespace {

/// Sum of the salient effects of some samples, AND and OR.
struct EffectSum {
  std::vector<double> andPart, orPart;
  std::size_t samples = 0;

  void add(const SampleInteractions& sample, double threshold) {
    const auto salient = [threshold](double value) { return std::abs(value) >= threshold ? value : 0.0; };
    if (andPart.empty()) {
      andPart.assign(sample.andPart.size(), 0.0);
      orPart.assign(sample.andPart.size(), 0.0);
    }
    if (sample.andPart.size() != andPart.size() || sample.orPart.size() != andPart.size()) {
      throw std::invalid_argument("similarityByOrder: the tables differ in size");
    }
    for (std::size_t s = 1; s < andPart.size(); ++s) {
      andPart[s] += salient(sample.andOf(s));
      orPart[s] += salient(sample.orOf(s));
    }
    ++samples;
  }
};

/// Adds min and max of the split signs of a pair of mean effects.
void compare(double a, double b, double& least, double& most) {
  for (double sign : {1.0, -1.0}) {
    least += std::min(std::max(sign * a, 0.0), std::max(sign * b, 0.0));
    most += std::max(std::max(sign * a, 0.0), std::max(sign * b, 0.0));
  }
}

void compareMeans(const EffectSum& train, const EffectSum& test, ClassSimilarity& result) {
  const auto n = static_cast<std::size_t>(std::countr_zero(train.andPart.size()));
  std::vector<double> least(n, 0.0), most(n, 0.0);
  const auto trains = static_cast<double>(train.samples), tests = static_cast<double>(test.samples);
  for (Coalition s = 1; s < train.andPart.size(); ++s) {
    const auto k = static_cast<std::size_t>(order(s) - 1);
    compare(train.andPart[s] / trains, test.andPart[s] / tests, least[k], most[k]);
    compare(train.orPart[s] / trains, test.orPart[s] / tests, least[k], most[k]);
  }
  for (std::size_t k = 0; k < n; ++k) {
    result.undefined.push_back(most[k] == 0.0);
    result.similarity.push_back(most[k] == 0.0 ? 0.0 : least[k] / most[k]);
  }
}

}  // namespace

std::size_t SimilarityByOrder::usedClasses() const {
  return static_cast<std::size_t>(
      std::count_if(classes.begin(), classes.end(), [](const ClassSimilarity& c) { return !c.skipped; }));
}

SimilarityByOrder similarityByOrder(std::span<const SampleInteractions> samples, std::span<const SampleLabel> labels,
                                    double threshold, std::size_t least) {
  if (samples.size() != labels.size()) throw std::invalid_argument("similarityByOrder: one label a sample is needed");
  struct Sides {
    EffectSum train, test;
  };
  std::map<std::int64_t, Sides> byClass;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!samples[i].present()) continue;
    Sides& sides = byClass[labels[i].target];
    (labels[i].test ? sides.test : sides.train).add(samples[i], threshold);
  }
  SimilarityByOrder result;
  for (const auto& [target, sides] : byClass) {
    ClassSimilarity similarity{target, sides.train.samples, sides.test.samples, false, {}, {}};
    similarity.skipped = std::min(sides.train.samples, sides.test.samples) < std::max<std::size_t>(least, 1);
    if (!similarity.skipped) {
      if (sides.train.andPart.size() != sides.test.andPart.size()) {
        throw std::invalid_argument("similarityByOrder: the tables differ in size");
      }
      compareMeans(sides.train, sides.test, similarity);
      result.mean.resize(similarity.similarity.size(), 0.0);
      result.undefined.resize(similarity.similarity.size(), 0);
      for (std::size_t k = 0; k < result.mean.size(); ++k) {
        result.mean[k] += similarity.similarity[k];
        result.undefined[k] += similarity.undefined[k] ? 1 : 0;
      }
    }
    result.classes.push_back(std::move(similarity));
  }
  for (double& mean : result.mean) mean /= static_cast<double>(result.usedClasses());
  return result;
}

}  // namespace spindle
