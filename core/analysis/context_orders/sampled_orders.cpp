// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/context_orders/sampled_orders.h"

#include "core/analysis/context_orders/context_strength.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

SampledCurve curveAt(const SampledContextOrders& orders, std::size_t checkpoint) {
  const std::size_t samples = orders.strength.extent[1], m = orders.sampling.orders.size();
  SampledCurve curve;
  std::vector<double> strength(m, 0.0), square(m, 0.0);
  for (std::size_t s = 0; s < samples; ++s) {
    if (!std::isfinite(orders.strength.at(checkpoint, s, 0))) continue;
    ++curve.samples;
    for (std::size_t k = 0; k < m; ++k) {
      strength[k] += orders.strength.at(checkpoint, s, k);
      square[k] += orders.square.at(checkpoint, s, k);
    }
  }
  if (curve.samples == 0) return curve;
  for (std::size_t k = 0; k < m; ++k) {
    curve.strength.push_back(strength[k] / static_cast<double>(curve.samples));
    curve.unbiased.push_back(std::sqrt(std::max(0.0, square[k] / static_cast<double>(curve.samples))));
  }
  curve.relative = relativeStrength(curve.strength);
  curve.unbiasedRelative = relativeStrength(curve.unbiased);
  return curve;
}

std::string rounded(double value) {
  return numberText(std::round(100.0 * value) / 100.0);
}

}  // namespace

std::shared_ptr<const SampledOrders> SampledOrders::of(const ResultsHeader& header) {
  auto orders = storedContextOrders(header);
  return orders ? std::shared_ptr<const SampledOrders>(new SampledOrders(header, std::move(*orders))) : nullptr;
}

SampledOrders::SampledOrders(const ResultsHeader& header, SampledContextOrders orders)
    : header_(header), sampling_(orders.sampling) {
  header_.measurements.clear();
  for (std::size_t c = 0; c < header.checkpoints(); ++c) curves_.push_back(curveAt(orders, c));
}

std::string SampledOrders::settings() const {
  return std::to_string(sampling_.variables) + " " + sampling_.what + ", " + std::to_string(sampling_.pairs) +
         (sampling_.window > 0 ? " near" : "") + " pairs, " + std::to_string(sampling_.contexts) + " contexts";
}

AnalysisFinding SampledOrders::finding() const {
  const auto last = std::find_if(curves_.rbegin(), curves_.rend(), [](const auto& one) { return one.samples > 0; });
  if (last == curves_.rend())
    return {"Sampled", "The sampled context orders hold no number.", {}, FindingKind::missing};
  const auto c = static_cast<std::size_t>(curves_.rend() - last) - 1;
  const std::vector<double>& j = last->unbiasedRelative;
  const std::size_t middle = j.size() / 2;
  return {"Sampled",
          "Over " + settings() + " of a sample, at " + placeName(header_, c) + " the unbiased relative strength is " +
              rounded(j.front()) + " at m = " + std::to_string(sampling_.orders.front()) + ", " + rounded(j[middle]) +
              " at m = " + std::to_string(sampling_.orders[middle]) + " and " + rounded(j.back()) +
              " at m = " + std::to_string(sampling_.orders.back()) +
              " (as published, biased upward in the middle: " + rounded(last->relative.front()) + ", " +
              rounded(last->relative[middle]) + ", " + rounded(last->relative.back()) + ").",
          {{"lowest", j.front()}, {"middle", j[middle]}, {"highest", j.back()}}};
}

Chart SampledOrders::chart(std::size_t checkpoint) const {
  Chart chart;
  chart.name = "sampled";
  chart.title = "Sampled relative strength by context order at " + placeName(header_, checkpoint);
  chart.heading = placeName(header_, checkpoint) + ", " + std::to_string(sampling_.variables) + " " + sampling_.what;
  chart.x.label = "m / (n \u2212 2)";
  chart.x.low = 0.0;
  chart.x.high = 1.0;
  chart.y.label = "relative strength J";
  const SampledCurve& curve = curves_.at(checkpoint);
  if (curve.samples == 0) {
    chart.empty = "not measured";
    return chart;
  }
  std::vector<double> x;
  for (const int m : sampling_.orders) x.push_back(m / (sampling_.variables - 2.0));
  chart.marks.push_back(Rule{1.0, false, "J = 1"});
  chart.marks.push_back(Line{"unbiased", x, curve.unbiasedRelative, {InkKind::measured}, LineStyle::solid, true, {}});
  chart.marks.push_back(Line{"as published", x, curve.relative, {InkKind::reference}, LineStyle::dashed, false, {}});
  return chart;
}

Table SampledOrders::table() const {
  Table table("sampled_context_orders", "Sampled strength by context order",
              {seriesColumn(header_),
               {"context_order", "context order", ColumnKind::count},
               {"strength", "strength S"},
               {"relative", "relative strength J"},
               {"unbiased", "unbiased (rms)"},
               {"unbiased_relative", "unbiased J"}});
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    for (std::size_t k = 0; k < curves_[c].strength.size(); ++k)
      table.addRow({header_.step[c], std::int64_t{sampling_.orders[k]}, curves_[c].strength[k], curves_[c].relative[k],
                    curves_[c].unbiased[k], curves_[c].unbiasedRelative[k]},
                   ChartTarget::checkpoint(c));
  }
  table.setSpread("context_order", "unbiased_relative");
  return table;
}

}  // namespace spindle
