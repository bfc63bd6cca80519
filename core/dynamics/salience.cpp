// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/salience.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace spindle {
namespace {

double meanRange(std::span<const SampleInteractions> samples) {
  double sum = 0.0;
  std::size_t count = 0;
  for (const SampleInteractions& sample : samples) {
    if (!sample.present()) continue;
    if (!std::isfinite(sample.range) || sample.range < 0.0) {
      throw std::invalid_argument("salienceThreshold: a sample's range must be finite and not negative");
    }
    sum += sample.range;
    ++count;
  }
  return count == 0 ? 0.0 : sum / static_cast<double>(count);
}

double largestInteraction(std::span<const SampleInteractions> samples) {
  double largest = 0.0;
  for (const SampleInteractions& sample : samples) {
    for (std::size_t s = 1; s < sample.andPart.size(); ++s) {
      largest = std::max({largest, std::abs(sample.andOf(s)), std::abs(sample.orOf(s))});
    }
  }
  return largest;
}

}  // namespace

double usualFactor(ThresholdRule rule) {
  return rule == ThresholdRule::largest ? 0.05 : 0.03;
}

double salienceThreshold(std::span<const SampleInteractions> samples, const Salience& salience) {
  if (!std::isfinite(salience.factor) || salience.factor < 0.0) {
    throw std::invalid_argument("salienceThreshold: the factor must be finite and not negative");
  }
  return salience.factor * (salience.rule == ThresholdRule::largest ? largestInteraction(samples) : meanRange(samples));
}

std::string toText(ThresholdRule rule) {
  switch (rule) {
    case ThresholdRule::meanRange:
      return "T1";
    case ThresholdRule::largest:
      return "T2";
    case ThresholdRule::modelMeanRange:
      return "T3";
  }
  throw std::invalid_argument("toText: unknown threshold rule");
}

std::string toText(const Salience& salience) {
  const char* scale = salience.rule == ThresholdRule::largest          ? " x largest |I|"
                      : salience.rule == ThresholdRule::modelMeanRange ? " x the model's mean |v(N) - v(empty)|"
                                                                       : " x mean |v(N) - v(empty)|";
  return toText(salience.rule) + ": " + shortest(salience.factor) + scale +
         (salience.orderOne == OrderOne::separate ? ", order 1 not merged" : "");
}

std::string toText(OrderOne orderOne) {
  return orderOne == OrderOne::merged ? "merged" : "separate";
}

OrderOne orderOneFrom(std::string_view text) {
  for (const auto orderOne : {OrderOne::merged, OrderOne::separate}) {
    if (toText(orderOne) == text) return orderOne;
  }
  throw UserError("Order 1 cannot be \"" + std::string(text) + "\": use merged or separate.");
}

ThresholdRule thresholdRuleFrom(std::string_view text) {
  for (ThresholdRule rule : {ThresholdRule::meanRange, ThresholdRule::largest, ThresholdRule::modelMeanRange}) {
    if (toText(rule) == text) return rule;
  }
  throw UserError("The threshold rule \"" + std::string(text) + "\" is not known: use T1, T2 or T3.");
}

}  // namespace spindle
