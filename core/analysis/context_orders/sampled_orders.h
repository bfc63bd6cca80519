// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart.h"
#include "core/chart/finding.h"
#include "core/chart/table.h"
#include "core/results/sampled_context_orders.h"

#include <memory>

namespace spindle {

/// Sampled strength by context order at one checkpoint, mean over the samples known there; empty where none is.
struct SampledCurve {
  std::size_t samples = 0;
  std::vector<double> strength, relative;          ///< as published: biased upward, most where contexts differ most
  std::vector<double> unbiased, unbiasedRelative;  ///< root of the mean of unbiased squares, 0 where that is negative
};

/// What a results file holds of context orders that were sampled over many variables. Immutable.
class SampledOrders {
 public:
  /// None where nothing was measured. Throws UserError.
  static std::shared_ptr<const SampledOrders> of(const ResultsHeader& header);

  [[nodiscard]] const std::vector<SampledCurve>& curves() const { return curves_; }  ///< by checkpoint
  [[nodiscard]] AnalysisFinding finding() const;
  [[nodiscard]] Chart chart(std::size_t checkpoint) const;  ///< named "sampled"
  [[nodiscard]] Table table() const;                        ///< named "sampled_context_orders"

 private:
  SampledOrders(const ResultsHeader& header, SampledContextOrders orders);
  [[nodiscard]] std::string settings() const;

  ResultsHeader header_;
  ContextSampling sampling_;
  std::vector<SampledCurve> curves_;
};

}  // namespace spindle
