#include "core/run/sample_choice.h"

#include "core/input/spread_over_classes.h"

namespace spindle {

std::vector<std::size_t> spreadSamples(const SampleSet& set, std::size_t most) {
  std::vector<PartAndClass> all;
  for (const Sample& sample : set.samples) all.push_back({sample.split, sample.target});
  return spreadOverClasses(all, most);
}

}  // namespace spindle
