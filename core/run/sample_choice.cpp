#include "core/run/sample_choice.h"

#include "core/input/spread_over_classes.h"

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

}  // namespace spindle
