// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"

#include <span>
#include <vector>

namespace spindle {

/// One double for each coalition of n variables: the scores v(T), or the interactions I(S). Entry T belongs to
/// coalition T (bit i = variable i). 2^n entries, 0 <= n <= 20.
class CoalitionTable {
 public:
  CoalitionTable() : CoalitionTable(0) {}

  /// All zeros. Throws std::invalid_argument when n is out of range.
  explicit CoalitionTable(int n);

  /// Takes the values; throws std::invalid_argument when their number is not 2^n with n <= 20.
  explicit CoalitionTable(std::vector<double> values);

  [[nodiscard]] int variables() const { return n_; }
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] double operator[](Coalition t) const { return values_[t]; }
  [[nodiscard]] double& operator[](Coalition t) { return values_[t]; }
  [[nodiscard]] std::span<const double> values() const { return values_; }
  [[nodiscard]] std::span<double> values() { return values_; }
  bool operator==(const CoalitionTable&) const = default;

 private:
  int n_;
  std::vector<double> values_;
};

}  // namespace spindle
