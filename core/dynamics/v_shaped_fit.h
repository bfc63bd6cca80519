// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace spindle {

/// Weighted least-squares fits of a series by one that never rises up to a vertex and never falls after it, for every
/// possible vertex (isotonic regression on two chains that meet in their smallest element; pool adjacent violators).
/// O(C^2) for C values. weights > 0.
class VShapedFit {
 public:
  VShapedFit(std::span<const double> values, std::span<const double> weights);

  /// Weighted sum of squared residuals with the vertex there.
  [[nodiscard]] double residual(std::size_t vertex) const;

  /// The fitted values with the vertex there.
  [[nodiscard]] std::vector<double> fitted(std::size_t vertex) const;

 private:
  struct Block {
    double weight, mean;
    double residual;       // of this block
    double residualSoFar;  // of this block and all that are farther from the vertex
    std::size_t first, last;
  };
  struct Fit {
    Block vertex;
    std::size_t left, right;  // number of blocks of either side that are not pooled with the vertex
  };
  static void append(std::vector<Block>& chain, Block block);
  static Block pooled(const Block& a, const Block& b);
  [[nodiscard]] Fit fit(std::size_t vertex) const;

  std::vector<double> values_, weights_;
  std::vector<std::vector<Block>> left_, right_;  // [vertex]: blocks outside it, the nearest last
};

}  // namespace spindle
