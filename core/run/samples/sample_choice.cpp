// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/samples/sample_choice.h"

#include "core/input/sample/spread_over_classes.h"

#include <algorithm>

namespace spindle {

std::vector<std::size_t> spreadSamples(const SampleSet& set, std::size_t most,
                                       const std::function<bool(const Sample&)>& fit) {
  std::vector<std::size_t> places;
  std::vector<PartAndClass> samples;
  for (std::size_t i = 0; i < set.samples.size(); ++i) {
    const Sample& sample = set.samples[i];
    if (!fit(sample)) continue;
    places.push_back(i);
    samples.push_back({sample.split, sample.target});
  }
  auto chosen = spreadOverClasses(samples, most);
  for (auto& index : chosen) index = places[index];
  return chosen;
}

std::vector<std::size_t> usualSamples(const SampleSet& set, const std::function<bool(const Sample&)>& fit) {
  std::vector<std::size_t> chosen;
  for (const Split part : {Split::unknown, Split::train, Split::test}) {
    const auto ofPart = [&](const Sample& sample) { return sample.split == part && fit(sample); };
    const auto count = static_cast<std::size_t>(std::count_if(set.samples.begin(), set.samples.end(), ofPart));
    const auto some = spreadSamples(set, count > wholeSet ? usualSampleCount : count, ofPart);
    chosen.insert(chosen.end(), some.begin(), some.end());
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace spindle
