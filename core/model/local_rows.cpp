// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/local_rows.h"

#include <algorithm>
#include <bit>

namespace spindle {

Locality::Locality(std::span<const std::uint32_t> reach, int variables)
    : variables_(variables), colors_(colorVariables(reach, variables)) {
  coalitions_.assign(std::size_t{1} << colors_.count, 0);
  for (std::size_t m = 0; m < coalitions_.size(); ++m) {
    for (std::size_t i = 0; i < colors_.color.size(); ++i) {
      if ((m >> colors_.color[i] & 1U) != 0) coalitions_[m] |= 1U << i;
    }
  }
  for (std::size_t place = 0; place < reach.size(); ++place) {
    if (place > 0 && runs_.back().reach == reach[place]) {
      ++runs_.back().length;
    } else {
      runs_.push_back({reach[place], place, 1});
    }
  }
}

std::size_t Locality::entryFor(std::uint32_t t, std::uint32_t reach) const {
  std::size_t entry = 0;
  for (auto seen = t & reach; seen != 0; seen &= seen - 1) {
    entry |= std::size_t{1} << colors_.color[static_cast<std::size_t>(std::countr_zero(seen))];
  }
  return entry;
}

double Locality::meanReach() const {
  double sum = 0.0;
  for (const auto& run : runs_) sum += static_cast<double>(run.length) * std::popcount(run.reach);
  return sum / std::max(variables_, 1);
}

LocalRows::LocalRows(const Locality& locality, std::span<const float> maps, std::size_t channels, std::size_t rows)
    : locality_(locality),
      maps_(maps),
      channels_(channels),
      places_(maps.size() / locality.coalitions().size() / channels),
      coalitions_(rows, 0) {
  // Entry 0 of the maps belongs to the empty coalition.
  values_.reserve(rows * channels_ * places_);
  for (std::size_t row = 0; row < rows; ++row) {
    values_.insert(values_.end(), maps.begin(), maps.begin() + static_cast<std::ptrdiff_t>(channels_ * places_));
  }
}

void LocalRows::set(std::size_t row, std::uint32_t coalition) {
  const auto changed = coalitions_[row] ^ coalition;
  if (changed == 0) return;
  float* const to = values_.data() + row * channels_ * places_;
  for (const auto& run : locality_.runs()) {
    if ((run.reach & changed) == 0) continue;
    const float* const from = maps_.data() + locality_.entryFor(coalition, run.reach) * channels_ * places_;
    for (std::size_t offset = run.first; offset < channels_ * places_; offset += places_) {
      for (std::size_t k = 0; k < run.length; ++k) to[offset + k] = from[offset + k];
    }
  }
  coalitions_[row] = coalition;
}

}  // namespace spindle
