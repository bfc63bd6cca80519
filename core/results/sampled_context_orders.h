// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// How the context orders of many variables were sampled (METHOD.md#sampled-context-orders).
struct ContextSampling {
  int variables = 0;           ///< n
  std::string what;            ///< "patches of a 16x16 grid"
  int window = 2;              ///< pairs lie within so many rows and columns of each other; 0: any pairs
  std::size_t pairs = 200;     ///< of a sample
  std::size_t contexts = 100;  ///< of a pair and order, drawn with replacement
  std::uint64_t seed = 1;
  std::vector<int> orders;  ///< m, ascending

  bool operator==(const ContextSampling&) const = default;
};

/// The context orders m = floor((n - 2) r) for r = 0, .05, .1, .2, .., .9, .95, 1, as published; each once.
std::vector<int> publishedContextOrders(int variables);

/// The measurement "context-orders" of a results file.
struct SampledContextOrders {
  static constexpr const char* name = "context-orders";
  ContextSampling sampling;
  MeasuredArray strength;  ///< [C, S, orders]: mean over pairs of |mean over contexts|, as published; biased upward
  MeasuredArray square;  ///< mean over pairs of the product of the means of two halves of the contexts: unbiased of I^2
};

StoredMeasurement asStored(const SampledContextOrders& orders);

/// None where the results hold no such measurement. Throws UserError where it is of another schema or damaged.
std::optional<SampledContextOrders> storedContextOrders(const ResultsHeader& header);

}  // namespace spindle
