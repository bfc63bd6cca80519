// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace spindle {

/// The first layer's outputs H(T) = atEmpty + sum over i in T of differences[i], for blocks of coalitions. A linear
/// layer of an input that is a sum is a sum itself, so 2^n outputs cost n + 1 evaluations of the layer.
class SubsetSums {
 public:
  /// outputs: (n + 1) rows of equal length: the layer's output for the empty coalition, then for each variable alone.
  SubsetSums(std::span<const float> outputs, std::size_t variables);

  [[nodiscard]] std::size_t rowLength() const { return length_; }

  /// rows[r] = H(first + r) for r < 2^low; the low `low` bits of first are 0. Each block starts from an exact sum, so
  /// no value is the result of more than n additions. Cost: one read and one write an element.
  void write(std::uint32_t first, std::size_t low, std::span<float> rows) const;

 private:
  std::size_t length_;
  std::vector<float> atEmpty_;
  std::vector<float> differences_;
};

}  // namespace spindle
