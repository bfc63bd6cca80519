// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/extraction_inputs.h"

#include "core/input/variables/point_clusters.h"

namespace spindle {

MaskedInput maskedInput(const SampleSet& samples, std::size_t sample, const InputVariables& variables,
                        const ExtractionOptions& options) {
  const Sample& one = samples.samples[sample];
  return {one, samples.format, variables,
          options.clusterMean ? clusterMeanBaseline(one, samples.format, variables) : options.baseline,
          options.maskAt.empty() ? options.background : Background::keep};
}

ExtractionInputs::ExtractionInputs(const Run& run, const ExtractionOptions& options) : background(options.background) {
  const bool layer = !options.maskAt.empty();
  for (std::size_t i = 0; i < options.samples.size(); ++i) {
    const Sample& sample = run.samples().samples[options.samples[i]];
    inputs.push_back(maskedInput(run.samples(), options.samples[i], options.variables[i], options));
    if (layer)
      masks.push_back(layerMask(options.variables[i], run.samples().format, options.maskRows, options.maskColumns));
    const bool column = options.output == OutputKind::value;
    rules.push_back({options.score, options.output, column ? 0 : static_cast<std::size_t>(sample.target)});
  }
}

AdditiveInput networkInput(Network& network, const ExtractionInputs& inputs, std::size_t position) {
  const MaskedInput& input = inputs.inputs[position];
  if (inputs.masks.empty()) return additiveInput(input);
  std::vector<float> row(input.elements());
  input.write(fullCoalition(input.variables()), row);
  return layerInput(network.layerValues(row), network.layerShape(), inputs.masks[position], inputs.background);
}

}  // namespace spindle
