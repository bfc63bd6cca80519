// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace spindle {

/// The matrix of the projection on all decompositions, Z Z' + Y Y' + shift, where Z and Y take the AND and the OR
/// interactions of nonempty sets to the scores of nonempty coalitions. It does not change when variables are permuted,
/// so that in the basis of SymmetricPlan it is one block for each size.
class CoupledBlocks {
 public:
  explicit CoupledBlocks(int n);

  /// For d = 0 to n the inverse of the block of the d-th symmetric power, (d + 1)^2 numbers; empty where n - d is odd.
  /// Row and column 0 of the largest, which belong to the empty coalition, are zero. shift > 0.
  [[nodiscard]] std::vector<std::vector<double>> inverses(double shift) const;

 private:
  int n_;
  std::vector<std::vector<double>> blocks_;
};

}  // namespace spindle
