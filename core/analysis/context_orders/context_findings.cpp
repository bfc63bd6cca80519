// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/context_findings.h"

#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

std::string rounded(double value) {
  return numberText(std::round(100.0 * value) / 100.0);
}

std::string intervalText(double low, double high) {
  return std::isfinite(low) ? " (" + rounded(low) + " to " + rounded(high) + ")" : "";
}

double mostContexts(int variables) {
  const std::vector<double> u = unstructuredRelativeStrength(variables);
  return std::round(std::pow(u.front() / *std::min_element(u.begin(), u.end()), 2.0));
}

}  // namespace

AnalysisFinding contextEnds(const ResultsHeader& header, std::size_t checkpoint, const ContextCurves& curves,
                            bool near) {
  const ContextCurve& curve = curves[checkpoint][0];
  const std::size_t last = curve.relative.size() - 1, middle = last / 2;
  const auto text = [&](std::size_t m) {
    return rounded(curve.relative[m]) + intervalText(curve.low[m], curve.high[m]) + " at m = " + std::to_string(m);
  };
  return {"Context orders",
          "At " + placeName(header, checkpoint) + " the relative strength J is " + text(0) + ", " + text(middle) +
              " and " + text(last) + "; over " + (near ? "near" : "all") +
              " pairs, 1 means no preference, intervals by resampling of samples.",
          {{"lowest", curve.relative[0]}, {"middle", curve.relative[middle]}, {"highest", curve.relative[last]}}};
}

AnalysisFinding largestContexts(const ResultsHeader& header, const std::vector<std::size_t>& known,
                                const ContextCurves& curves) {
  const auto arm = [&](std::size_t c) { return curves[c][0].relative.back(); };
  const std::size_t least =
      *std::min_element(known.begin(), known.end(), [&](std::size_t a, std::size_t b) { return arm(a) < arm(b); });
  return {"Largest contexts",
          "J at m = " + std::to_string(curves[least][0].relative.size() - 1) + " is " + rounded(arm(known.front())) +
              " at first, least at " + placeName(header, least) + " with " + rounded(arm(least)) + ", and " +
              rounded(arm(known.back())) + " at the end.",
          {{"first", arm(known.front())}, {"least", arm(least)}, {"last", arm(known.back())}},
          FindingKind::result,
          ChartTarget::checkpoint(least)};
}

AnalysisFinding fewVariablesCaution(int variables) {
  return {"Few variables",
          "With " + std::to_string(variables) + " variables there are at most " + numberText(mostContexts(variables)) +
              " contexts of one order, which flattens the curve of structureless scores: a weak middle is "
              "no bottleneck as published for 256 patches.",
          {{"contexts", mostContexts(variables)}},
          FindingKind::caution};
}

}  // namespace spindle
