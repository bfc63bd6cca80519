// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dynamics/sample_interactions.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spindle {

/// Salient strength and number of salient interactions by order, of each sample at one checkpoint: what all averages
/// and the bootstrap are made from, so that a change of choice costs one pass over the tables and no more. Row i is
/// sample i of the input, also where samples are missing (their row is zero and present() says so). After the order-1
/// merge; the empty set is never counted; an interaction of exactly 0 is never salient. Immutable.
class SampleStrengths {
 public:
  enum Kind : std::size_t { andPositive, andNegative, orPositive, orNegative };

  SampleStrengths() = default;

  /// threshold: |I| >= threshold is salient, in the score's unit. O(2^n) a sample, one allocation a kind of result.
  /// Throws std::invalid_argument when tables differ in size, are no power of two, or hold NaN or infinity.
  SampleStrengths(std::span<const SampleInteractions> samples, double threshold);

  /// The same with only some rows present: those whose entry is not 0. Throws std::invalid_argument for another number
  /// of entries than rows.
  [[nodiscard]] SampleStrengths only(std::span<const std::uint8_t> rows) const;

  [[nodiscard]] int variables() const { return n_; }  ///< 0 when no sample is present
  [[nodiscard]] double threshold() const { return threshold_; }
  [[nodiscard]] std::size_t samples() const { return present_.size(); }  ///< rows, with the missing ones
  [[nodiscard]] std::size_t presentSamples() const { return presentSamples_; }
  [[nodiscard]] bool present(std::size_t sample) const { return present_[sample] != 0; }

  /// n entries, order k at index k - 1. Negative strengths are <= 0.
  [[nodiscard]] std::span<const double> strength(std::size_t sample, Kind kind) const;

  /// Numbers of salient interactions, n entries: AND (with order 1) or OR.
  [[nodiscard]] std::span<const std::uint32_t> andCount(std::size_t sample) const;
  [[nodiscard]] std::span<const std::uint32_t> orCount(std::size_t sample) const;

  /// Sum of |I| of the salient interactions of both kinds, of an order.
  [[nodiscard]] double total(std::size_t sample, int order) const;

  /// sum over k of k * total(k) / sum of total(k); NaN when the sample has no salient interaction or is missing.
  [[nodiscard]] double meanOrder(std::size_t sample) const;

 private:
  void fill(std::size_t row, const SampleInteractions& sample);

  int n_ = 0;
  double threshold_ = 0.0;
  std::size_t presentSamples_ = 0;
  std::vector<std::uint8_t> present_;
  std::vector<double> strengths_;      // [sample][kind][order]
  std::vector<std::uint32_t> counts_;  // [sample][and, or][order]
};

}  // namespace spindle
