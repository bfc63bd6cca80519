// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/strength_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spindle {

StrengthChoice strengthChoice(const StrengthView& view) {
  const InteractionPart part = view.kinds == ShownKinds::andOnly  ? InteractionPart::andOnly
                               : view.kinds == ShownKinds::orOnly ? InteractionPart::orOnly
                                                                  : InteractionPart::both;
  return {part, view.normalize ? Normalization::sum : Normalization::none};
}

OrderStrength shownStrength(const OrderStrength& strength, const StrengthView& view) {
  OrderStrength shown = strength;
  double all = 0.0;
  for (int k = 1; k <= strength.variables(); ++k) all += strength.total(k);
  const double scale = view.normalize ? (all > 0.0 ? 1.0 / all : 0.0) : 1.0;
  const auto multiply = [](std::vector<double>& values, double factor) {
    for (double& value : values) value *= factor;
  };
  const double andScale = view.kinds == ShownKinds::orOnly ? 0.0 : scale;
  const double orScale = view.kinds == ShownKinds::andOnly ? 0.0 : scale;
  multiply(shown.andPositive, andScale);
  multiply(shown.andNegative, andScale);
  multiply(shown.orPositive, orScale);
  multiply(shown.orNegative, orScale);
  return shown;
}

std::pair<double, double> shownLimits(const OrderStrength& strength, const StrengthView& view) {
  const OrderStrength shown = shownStrength(strength, view);
  double low = 0.0, high = 0.0;
  for (int k = 1; k <= shown.variables(); ++k) {
    low = std::min(low, shown.negative(k));
    high = std::max(high, shown.positive(k));
  }
  return {low, high};
}

ShownErrors shownErrors(const TrackPoint& point, const StrengthView& view) {
  const StrengthChoice choice = strengthChoice(view);
  if (view.normalize && choice.part != InteractionPart::both) return {};
  StrengthCurve curve = strengthCurve(point.samples, choice);
  return {std::move(curve.positiveError), std::move(curve.negativeError)};
}

ShownSpread shownSpread(const SampleStrengths& samples, const StrengthView& view) {
  constexpr double outside = 0.1;  // on either side
  ShownSpread spread;
  if (samples.presentSamples() < 3) return spread;
  const auto part = [&](std::size_t sample, int order, SampleStrengths::Kind andKind, SampleStrengths::Kind orKind) {
    const auto k = static_cast<std::size_t>(order - 1);
    double value = 0.0, whole = 0.0;
    if (view.kinds != ShownKinds::orOnly) value += samples.strength(sample, andKind)[k];
    if (view.kinds != ShownKinds::andOnly) value += samples.strength(sample, orKind)[k];
    if (!view.normalize) return value;
    for (int every = 1; every <= samples.variables(); ++every) whole += samples.total(sample, every);
    return whole > 0.0 ? value / whole : 0.0;
  };
  const auto middle = [&](int order, SampleStrengths::Kind andKind, SampleStrengths::Kind orKind) {
    std::vector<double> values;
    for (std::size_t s = 0; s < samples.samples(); ++s) {
      if (samples.present(s)) values.push_back(part(s, order, andKind, orKind));
    }
    std::sort(values.begin(), values.end());
    const auto cut = static_cast<std::size_t>(outside * static_cast<double>(values.size()));
    return std::pair(values[cut], values[values.size() - 1 - cut]);
  };
  for (int k = 1; k <= samples.variables(); ++k) {
    spread.positive.push_back(middle(k, SampleStrengths::andPositive, SampleStrengths::orPositive));
    spread.negative.push_back(middle(k, SampleStrengths::andNegative, SampleStrengths::orNegative));
  }
  return spread;
}

std::pair<double, double> shownLimits(const DynamicsTrack& track, const StrengthView& view, bool spread) {
  double low = 0.0, high = 0.0;
  const auto errorAt = [](const std::vector<double>& errors, int order) {
    const auto k = static_cast<std::size_t>(order - 1);
    return k < errors.size() && std::isfinite(errors[k]) ? errors[k] : 0.0;
  };
  for (std::size_t i = 0; i < track.size(); ++i) {
    if (track.state(i) != TickState::done) continue;
    const OrderStrength shown = shownStrength(track.point(i)->strength, view);
    const ShownErrors errors = shownErrors(*track.point(i), view);
    for (int k = 1; k <= shown.variables(); ++k) {
      low = std::min(low, shown.negative(k) - errorAt(errors.negative, k));
      high = std::max(high, shown.positive(k) + errorAt(errors.positive, k));
    }
    if (!spread) continue;
    const ShownSpread over = shownSpread(track.point(i)->samples, view);
    for (const auto& [least, most] : over.positive) high = std::max(high, most);
    for (const auto& [least, most] : over.negative) low = std::min(low, least);
  }
  return {low, high};
}

}  // namespace spindle
