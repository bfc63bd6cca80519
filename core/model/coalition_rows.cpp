// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/coalition_rows.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace spindle {

CoalitionRows::CoalitionRows(const AdditiveInput& input, std::size_t rows) : input_(input), coalitions_(rows, 0) {
  for (const auto& part : input.parts) {
    const bool inside = std::all_of(part.indices.begin(), part.indices.end(),
                                    [&](std::uint32_t index) { return index < input.base.size(); });
    if (!inside || part.indices.size() != part.present.size()) {
      throw std::invalid_argument("AdditiveInput: a part does not fit the base");
    }
  }
  values_.reserve(rows * input.base.size());
  for (std::size_t row = 0; row < rows; ++row) values_.insert(values_.end(), input.base.begin(), input.base.end());
}

void CoalitionRows::set(std::size_t row, std::uint32_t coalition) {
  float* const values = values_.data() + row * input_.base.size();
  for (auto changed = coalitions_[row] ^ coalition; changed != 0; changed &= changed - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(changed));
    const auto& part = input_.parts[i];
    if ((coalition >> i & 1U) != 0) {
      for (std::size_t k = 0; k < part.indices.size(); ++k) values[part.indices[k]] = part.present[k];
    } else {
      for (const auto index : part.indices) values[index] = input_.base[index];
    }
  }
  coalitions_[row] = coalition;
}

}  // namespace spindle
