// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/compare/compare_axis.h"
#include "core/analysis/other_results.h"

#include <optional>
#include <vector>

namespace spindle {

/// One of several results with what is drawn of it; lists by checkpoint.
struct ComparedResults {
  ResultsBeside of;
  std::vector<std::size_t> known;           ///< computed checkpoints
  std::vector<double> places;               ///< comparePlaces()
  std::vector<double> meanOrder;            ///< NaN where not computed
  std::vector<std::vector<double>> shares;  ///< by order; empty where not computed

  ComparedResults(ResultsBeside beside, CompareBy by);
};

/// The row of `other` at the place of a row of `one`; none where either is not computed or has no place.
std::optional<std::size_t> rowBeside(const ComparedResults& one, std::size_t row, const ComparedResults& other);

/// Shares by order at a row of `other` less those at a row of `one`, over the orders of both.
std::vector<double> shareDifferences(const ComparedResults& one, std::size_t row, const ComparedResults& other,
                                     std::size_t otherRow);

}  // namespace spindle
