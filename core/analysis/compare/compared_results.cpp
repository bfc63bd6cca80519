// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/compare/compared_results.h"

#include "core/analysis/representative.h"
#include "core/dynamics/order_strength.h"

#include <algorithm>
#include <limits>

namespace spindle {

ComparedResults::ComparedResults(ResultsBeside beside, CompareBy by)
    : of(std::move(beside)),
      known(knownCheckpoints(of.strengths)),
      places(comparePlaces(*of.header, of.phases->meanOrder.checkpoint, by)) {
  for (const SampleStrengths& samples : of.strengths) {
    const OrderStrength strength = orderStrength(samples);
    const bool computed = samples.presentSamples() > 0;
    meanOrder.push_back(computed ? strength.meanOrder() : std::numeric_limits<double>::quiet_NaN());
    shares.push_back(computed ? strength.shares() : std::vector<double>{});
  }
}

std::optional<std::size_t> rowBeside(const ComparedResults& one, std::size_t row, const ComparedResults& other) {
  if (one.shares[row].empty()) return std::nullopt;
  return nearestRow(other.places, other.known, one.places[row]);
}

std::vector<double> shareDifferences(const ComparedResults& one, std::size_t row, const ComparedResults& other,
                                     std::size_t otherRow) {
  std::vector<double> list(static_cast<std::size_t>(std::max(one.of.header->variables, other.of.header->variables)),
                           0.0);
  for (std::size_t k = 0; k < other.shares[otherRow].size(); ++k) list[k] += other.shares[otherRow][k];
  for (std::size_t k = 0; k < one.shares[row].size(); ++k) list[k] -= one.shares[row][k];
  return list;
}

}  // namespace spindle
