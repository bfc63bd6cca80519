// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_strengths.h"

#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// Which interactions are counted, after the order-1 merge (order 1 is AND). AND only + OR only = both.
enum class InteractionPart { both, andOnly, orOnly };

/// How strengths are scaled (METHOD.md#strength-by-order): raw in the score's unit; divided by their sum over orders
/// (bars add up to 1: the published figures); or by their mean over orders (the published text), n times larger.
enum class Normalization { none, sum, mean };

struct StrengthChoice {
  InteractionPart part = InteractionPart::both;
  Normalization normalization = Normalization::none;

  bool operator==(const StrengthChoice&) const = default;
};

/// What a plot of strength by order shows: order k at index k - 1, negative strengths <= 0. Errors are standard errors
/// of the mean over samples (of a ratio of means where normalized, by the delta method); NaN for fewer than 2 samples.
/// Where nothing is salient a normalized curve is all 0 with empty = true, never NaN.
struct StrengthCurve {
  std::vector<double> positive, negative, positiveError, negativeError, totalError;
  bool empty = false;

  [[nodiscard]] double total(int order) const {
    return positive[static_cast<std::size_t>(order - 1)] - negative[static_cast<std::size_t>(order - 1)];
  }
  [[nodiscard]] std::vector<double> totals() const;
};

/// O(samples * n).
StrengthCurve strengthCurve(const SampleStrengths& samples, const StrengthChoice& choice = StrengthChoice());

/// Mean number of salient interactions a sample by order; both vectors empty when no sample is present.
struct SalientCounts {
  std::vector<double> andCount, orCount;
};
SalientCounts salientCounts(const SampleStrengths& samples);

/// "both", "and", "or" and "none", "sum", "mean"; the inverses throw UserError with the list of names.
std::string toText(InteractionPart part);
std::string toText(Normalization normalization);
InteractionPart interactionPartFrom(std::string_view text);
Normalization normalizationFrom(std::string_view text);

}  // namespace spindle
