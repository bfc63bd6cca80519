// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/start_range.h"

#include "core/analysis/series_axis.h"
#include "core/dynamics/change_point.h"
#include "core/dynamics/order_series.h"

#include <algorithm>

namespace spindle {
namespace {

using Start = std::optional<std::size_t>;

Start meanOrderRule(const OrderSeries& series, const PhaseOptions& options) {
  return meanOrderStart(series.meanOrders(), options);
}

Start changePointRule(const OrderSeries& series, const PhaseOptions& options) {
  return ChangePointFit(series).start(options);
}

template <class Rule>
PhaseStarts startsOf(const DrawnStrengths& draws, const PhaseOptions& options, const Rule& rule) {
  PhaseStarts starts;
  for (std::size_t d = 0; d < draws.byDraw.size(); ++d) {
    if (draws.whole(d)) starts.push_back(rule(OrderSeries(std::span<const OrderStrength>(draws.byDraw[d])), options));
  }
  return starts.size() < 2 ? PhaseStarts() : starts;
}

template <class Rule>
PhaseStarts startsOf(const TieEnds& ties, const PhaseOptions& options, const Rule& rule) {
  PhaseStarts starts;
  if (!ties.any()) return starts;
  for (const auto* end : {&ties.low, &ties.high})
    starts.push_back(rule(OrderSeries(std::span<const SampleStrengths>(*end)), options));
  return starts;
}

}  // namespace

PhaseStarts meanOrderStarts(const DrawnStrengths& draws, const PhaseOptions& options) {
  return startsOf(draws, options, meanOrderRule);
}

PhaseStarts changePointStarts(const DrawnStrengths& draws, const PhaseOptions& options) {
  return startsOf(draws, options, changePointRule);
}

PhaseStarts meanOrderStarts(const TieEnds& ties, const PhaseOptions& options) {
  return startsOf(ties, options, meanOrderRule);
}

PhaseStarts changePointStarts(const TieEnds& ties, const PhaseOptions& options) {
  return startsOf(ties, options, changePointRule);
}

std::optional<ChoiceRange> rangeOfStarts(const std::optional<std::size_t>& own, const PhaseStarts& draws,
                                         const PhaseStarts& ties) {
  if (!own || (draws.empty() && ties.empty())) return std::nullopt;
  ChoiceRange range{*own, *own, draws.size(), !ties.empty()};
  for (const PhaseStarts* starts : {&draws, &ties}) {
    for (const auto& start : *starts) {
      if (!start) {
        ++range.without;
        continue;
      }
      range.low = std::min(range.low, *start);
      range.high = std::max(range.high, *start);
    }
  }
  return range;
}

void addChoices(PhaseReport& report, const DrawnStrengths& draws, const TieEnds& ties, const PhaseOptions& options) {
  report.meanOrder.choices =
      rangeOfStarts(report.meanOrder.checkpoint, meanOrderStarts(draws, options), meanOrderStarts(ties, options));
  report.changePoint.choices =
      rangeOfStarts(report.changePoint.checkpoint, changePointStarts(draws, options), changePointStarts(ties, options));
}

std::string choicesText(const ChoiceRange& range) {
  const std::string over = range.draws == 0 ? "over ties" : range.ties ? "over draws and ties" : "over draws";
  return over + (range.without == 0 ? "" : ", none in " + std::to_string(range.without));
}

std::string startText(const ResultsHeader& header, const PhaseResult& start) {
  std::string text = placeName(header, *start.checkpoint);
  if (!start.choices) return text;
  const ChoiceRange& range = *start.choices;
  if (range.low == range.high) return text + " (the same " + choicesText(range) + ")";
  const auto number = [&](std::size_t checkpoint) {
    const std::string name = placeName(header, checkpoint);
    return name.substr(seriesWord(header).size() + 1);
  };
  return text + " (" + number(range.low) + " to " + number(range.high) + " " + choicesText(range) + ")";
}

}  // namespace spindle
