// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace spindle {

// The solution of learning under noise (Ren et al., NeurIPS 2024, Theorem 3, Eq. 10): a network that fits the converged
// interactions w* while the interactions it can use carry noise of variance 2^|T| sigma2 learns
// w = (J'J + 2^n diag(2^|T| sigma2))^-1 J'J w*. Divided by 2^n both matrices are Kronecker powers, of [[1, 1/2],
// [1/2, 1/2]] and diag(1, 2), so one 2 x 2 rotation a variable diagonalizes both (ours; equal to the dense solve to
// 1e-12, tests). sigma2 >= 0, infinity allowed. Functions throw std::invalid_argument for a negative or NaN sigma2 and
// for tables whose size is no power of two.

/// w* <- w, in place. O(n 2^n). sigma2 = 0 leaves w* (up to rounding), infinity gives 0.
void theorySolution(std::span<double> interactions, double sigma2);

/// The matrix of the solution, row T = {0 .. order-1}: how the learned interaction depends on all converged ones.
std::vector<double> theoryRow(int n, int order, double sigma2);

/// Euclidean norms of the rows of orders 0 .. n (they depend on the order only, Theorem 4).
std::vector<double> theoryRowNorms(int n, double sigma2);

/// R[k][j], orders 0 .. n: the mean of w over |T| = k is the sum over j of R[k][j] times the mean of w* over |T| = j
/// (METHOD.md#prediction-by-order; exact for signed means, not for strengths).
std::vector<std::vector<double>> theoryOrderMeans(int n, double sigma2);

/// Q[k][j], orders 0 .. n: for independent w* of mean 0 and variance s_j by order, the mean of w^2 at order k is the
/// sum over j of Q[k][j] s_j (METHOD.md#prediction-by-order).
std::vector<std::vector<double>> theoryOrderSquares(int n, double sigma2);

/// A solution for many values of sigma2: the part that does not depend on it is done once.
class TheorySpectrum {
 public:
  explicit TheorySpectrum(std::span<const double> interactions);

  /// As theorySolution(), into `result` of the same size.
  void solve(double sigma2, std::span<double> result) const;

 private:
  std::vector<double> rotated_;
};

}  // namespace spindle
