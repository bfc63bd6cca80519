// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/coalition_table.h"

#include <stdexcept>
#include <string>

namespace spindle {

CoalitionTable::CoalitionTable(int n) : n_(n) {
  if (n < 0 || n > maxVariables)
    throw std::invalid_argument("a coalition table needs 0 to 20 variables, not " + std::to_string(n));
  values_.assign(coalitionCount(n), 0.0);
}

CoalitionTable::CoalitionTable(std::vector<double> values) : n_(0), values_(std::move(values)) {
  if (!std::has_single_bit(values_.size()) || values_.size() > coalitionCount(maxVariables))
    throw std::invalid_argument("a coalition table needs 2^n values with n <= 20, not " +
                                std::to_string(values_.size()));
  n_ = std::countr_zero(values_.size());
}

}  // namespace spindle
