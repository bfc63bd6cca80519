// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/strength_curve.h"
#include "ui/session/dynamics_track.h"
#include "ui/session/selection.h"

#include <utility>

namespace spindle {

/// What the bars show of a strength.
struct StrengthView {
  ShownKinds kinds = ShownKinds::both;
  bool normalize = true;  ///< shares of the whole salient strength (both signs and kinds) at that place

  bool operator==(const StrengthView&) const = default;
};

/// The same as a choice of the core.
StrengthChoice strengthChoice(const StrengthView& view);

/// The strengths as shown: kinds that are hidden are zero; normalized ones are shares.
OrderStrength shownStrength(const OrderStrength& strength, const StrengthView& view);

/// Standard errors of the shown bars, by order; empty where they are not known: shares of one kind are shares of the
/// whole strength, which no ratio of means over one kind is.
struct ShownErrors {
  std::vector<double> positive, negative;
};
ShownErrors shownErrors(const TrackPoint& point, const StrengthView& view);

/// Between which values the middle 80 % of the samples lie, by order, in the shown unit (a share: of the sample's own
/// whole strength); empty for fewer than 3 samples.
struct ShownSpread {
  std::vector<std::pair<double, double>> positive, negative;
};
ShownSpread shownSpread(const SampleStrengths& samples, const StrengthView& view);

/// Lowest and highest shown value of any finished checkpoint with its standard error (low <= 0 <= high), and with the
/// spread over samples where that is shown: the axis that stays fixed.
std::pair<double, double> shownLimits(const DynamicsTrack& track, const StrengthView& view, bool spread = false);

/// The same of one strength.
std::pair<double, double> shownLimits(const OrderStrength& strength, const StrengthView& view);

}  // namespace spindle
