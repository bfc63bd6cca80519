// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/order_strength.h"

#include <limits>

namespace spindle {
namespace {

std::vector<double> meanOverSamples(const SampleStrengths& samples, SampleStrengths::Kind kind) {
  std::vector<double> mean(static_cast<std::size_t>(samples.variables()), 0.0);
  for (std::size_t x = 0; x < samples.samples(); ++x) {
    if (!samples.present(x)) continue;
    const auto strength = samples.strength(x, kind);
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += strength[k];
  }
  for (double& value : mean) value /= static_cast<double>(samples.presentSamples());
  return mean;
}

}  // namespace

double OrderStrength::positive(int order) const {
  const auto k = static_cast<std::size_t>(order - 1);
  return andPositive[k] + orPositive[k];
}

double OrderStrength::negative(int order) const {
  const auto k = static_cast<std::size_t>(order - 1);
  return andNegative[k] + orNegative[k];
}

std::vector<double> OrderStrength::shares() const {
  std::vector<double> list;
  double sum = 0.0;
  for (int k = 1; k <= variables(); ++k) sum += total(k);
  for (int k = 1; k <= variables(); ++k) list.push_back(sum > 0.0 ? total(k) / sum : 0.0);
  return list;
}

double OrderStrength::meanOrder() const {
  double sum = 0.0, weighted = 0.0;
  for (int k = 1; k <= variables(); ++k) {
    sum += total(k);
    weighted += k * total(k);
  }
  return sum > 0.0 ? weighted / sum : std::numeric_limits<double>::quiet_NaN();
}

OrderStrength orderStrength(std::span<const SampleInteractions> samples, double factor) {
  return orderStrength(samples, Salience{ThresholdRule::meanRange, factor});
}

OrderStrength orderStrength(std::span<const SampleInteractions> samples, const Salience& salience) {
  return orderStrength(SampleStrengths(samples, salienceThreshold(samples, salience)));
}

OrderStrength orderStrength(const SampleStrengths& samples) {
  return {meanOverSamples(samples, SampleStrengths::andPositive),
          meanOverSamples(samples, SampleStrengths::andNegative),
          meanOverSamples(samples, SampleStrengths::orPositive),
          meanOverSamples(samples, SampleStrengths::orNegative),
          samples.threshold(),
          samples.presentSamples()};
}

}  // namespace spindle
