// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/samples/default_baseline.h"

#include "core/input/sample/channel_moments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace spindle {
namespace {

constexpr std::size_t mostCategories = 10;
constexpr std::size_t samplesOfCategory = 3;
constexpr double farDeviations = 3.0;

SampleSet trainingSamples(const SampleSet& set) {
  SampleSet training;
  training.format = set.format;
  std::copy_if(set.samples.begin(), set.samples.end(), std::back_inserter(training.samples),
               [](const Sample& sample) { return sample.split == Split::train; });
  return training;
}

/// Counts of a column's values, as long as they look like categories; else empty.
std::map<float, std::size_t> categories(const SampleSet& set, std::size_t column) {
  std::map<float, std::size_t> counts;
  bool whole = true;
  for (const auto& sample : set.samples) {
    const float value = sample.values[column];
    whole = whole && value == std::floor(value);
    ++counts[value];
    if (counts.size() > mostCategories || (!whole && counts.size() > 2)) return {};
  }
  return set.samples.size() < samplesOfCategory * counts.size() ? std::map<float, std::size_t>() : counts;
}

/// input.mean stands for the training data only if the samples' means differ from it as samples do (4 standard errors,
/// half a standard deviation): others give the least value of each column there, to scale it to 0 to 1, or the median.
bool isTrainingMean(const InputFormat& format, const ChannelMoments& moments, std::size_t samples) {
  const auto& mean = format.mean;
  if (mean.size() != moments.mean.size()) return false;
  const bool scaled = format.std.size() == mean.size();
  const double errors = std::min(0.5, 4.0 / std::sqrt(static_cast<double>(samples)));
  for (std::size_t c = 0; c < mean.size(); ++c) {
    const double rounding = 1e-6 * std::abs(mean[c]);
    if (std::abs(mean[c] - moments.mean[c]) > errors * moments.std[c] + rounding) return false;
    // Ranges and quartiles come with minima and medians.
    if (scaled && std::abs(format.std[c] - moments.std[c]) > 0.3 * moments.std[c]) return false;
  }
  return true;
}

}  // namespace

TableBaseline tableBaseline(const SampleSet& set) {
  const SampleSet training = trainingSamples(set);
  const bool some = !training.samples.empty();
  const SampleSet& from = some ? training : set;
  const ChannelMoments moments = channelMoments(from);
  TableBaseline baseline;
  if (isTrainingMean(set.format, moments, from.samples.size())) {
    baseline.values = set.format.mean;
    baseline.source = "the means under \"input\"";
  } else {
    baseline.values = moments.mean;
    baseline.source = "the means of " + std::string(some ? "" : "all ") + std::to_string(from.samples.size()) +
                      (some ? " training samples" : " samples");
  }
  for (std::size_t c = 0; c < baseline.values.size(); ++c) {
    const auto counts = categories(from, c);
    if (counts.empty()) continue;
    baseline.values[c] = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
                           return a.second < b.second;
                         })->first;
    baseline.frequent.push_back(c);
  }
  return baseline;
}

std::vector<FarColumn> farColumns(const SampleSet& set, const std::vector<double>& values) {
  std::vector<FarColumn> far;
  const ChannelMoments moments = channelMoments(set);
  for (std::size_t c = 0; c < moments.mean.size(); ++c) {
    const double value = values.size() == 1 ? values[0] : values.at(c);
    const bool constant = set.format.kind == InputKind::tabular &&
                          std::all_of(set.samples.begin(), set.samples.end(), [&](const Sample& sample) {
                            return sample.values[c] == set.samples.front().values[c];
                          });
    const double away = std::abs(value - moments.mean[c]);
    const double deviations =
        constant ? (away > 1e-6 * (1.0 + std::abs(moments.mean[c])) ? std::numeric_limits<double>::infinity() : 0.0)
                 : away / moments.std[c];
    if (deviations > farDeviations) far.push_back({c, value, moments.mean[c], deviations});
  }
  std::stable_sort(far.begin(), far.end(),
                   [](const FarColumn& a, const FarColumn& b) { return a.deviations > b.deviations; });
  return far;
}

}  // namespace spindle
