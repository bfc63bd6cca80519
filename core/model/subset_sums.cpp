// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/subset_sums.h"

#include <algorithm>

namespace spindle {

SubsetSums::SubsetSums(std::span<const float> outputs, std::size_t variables)
    : length_(outputs.size() / (variables + 1)),
      atEmpty_(outputs.begin(), outputs.begin() + static_cast<std::ptrdiff_t>(length_)),
      differences_(outputs.begin() + static_cast<std::ptrdiff_t>(length_), outputs.end()) {
  for (std::size_t k = 0; k < differences_.size(); ++k) differences_[k] -= atEmpty_[k % length_];
}

void SubsetSums::write(std::uint32_t first, std::size_t low, std::span<float> rows) const {
  std::copy(atEmpty_.begin(), atEmpty_.end(), rows.begin());
  for (std::size_t i = low; (first >> i) != 0; ++i) {
    if ((first >> i & 1U) == 0) continue;
    const float* const difference = differences_.data() + i * length_;
    for (std::size_t k = 0; k < length_; ++k) rows[k] += difference[k];
  }
  for (std::size_t i = 0; i < low; ++i) {
    const float* const difference = differences_.data() + i * length_;
    for (std::size_t row = 0; row < std::size_t{1} << i; ++row) {
      const float* const from = rows.data() + row * length_;
      float* const to = rows.data() + ((std::size_t{1} << i) + row) * length_;
      for (std::size_t k = 0; k < length_; ++k) to[k] = from[k] + difference[k];
    }
  }
}

}  // namespace spindle
