// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/kernel/sample_gradients.h"

#include "core/measure/network/network_source.h"

#include <vector>

namespace spindle {

SampleGradients::SampleGradients(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                                 const std::string& pattern, const RunControl& control) {
  NetworkSource source = networkSource(run, checkpoint, options, &control);
  shape_ = fittedShape(run.samples().format, run.description().layout.value_or(""),
                       [&](const std::vector<std::int64_t>& shape) {
                         source.options.inputShape = shape;
                         network_ = loadScoreGradients(source.architecture, source.weights, source.options, pattern);
                       });
}

double SampleGradients::gradient(const MaskedInput& input, const ScoreRule& rule, std::span<float> gradient) {
  std::vector<float> row(input.elements());
  input.write(fullCoalition(input.variables()), row);
  return network_->gradient(shape_.moved(row), rule.output, rule.score, rule.target, gradient);
}

}  // namespace spindle
