// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace spindle {

/// Network inputs of a block of coalitions in one buffer that is kept from block to block: moving a row from one
/// coalition to another writes only the elements of the variables that differ. In Gray order that is one variable.
class CoalitionRows {
 public:
  /// All rows hold the empty coalition. `input` must outlive this object. Throws std::invalid_argument for a part whose
  /// indices and values differ in number or point outside base.
  CoalitionRows(const AdditiveInput& input, std::size_t rows);

  void set(std::size_t row, std::uint32_t coalition);

  [[nodiscard]] std::span<const float> values() const { return values_; }

 private:
  const AdditiveInput& input_;
  std::vector<float> values_;
  std::vector<std::uint32_t> coalitions_;
};

/// The k-th number of the reflected Gray code: k and k + 1 differ in one bit.
[[nodiscard]] constexpr std::uint32_t grayCode(std::uint32_t k) {
  return k ^ (k >> 1);
}

}  // namespace spindle
