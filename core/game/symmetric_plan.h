// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spindle {

/// A plane rotation of `length` consecutive vectors: p <- c p + s q, q <- c q - s p, at places `first` and `second`.
struct PlaneRotation {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  std::uint32_t length = 0;
  double c = 0.0;
  double s = 0.0;
};

/// The places of one copy of a representation, by number of ones.
using RepresentationPlaces = std::vector<std::uint32_t>;

/// The rotations that add bits to representations, in order (undone in reverse order), and where the copies end.
struct RepresentationFan {
  std::vector<PlaneRotation> rotations;
  std::vector<RepresentationPlaces> ends;
};

/// How to take a table of 2^n numbers, in place, to the basis in which every matrix that does not change when the
/// variables are permuted is block-diagonal (Schur-Weyl duality: one bit at a time, by Clebsch-Gordan coefficients, is
/// coupled to copies of the symmetric powers of R^2): the copies of the d-th symmetric power, d = n, n - 2, ..., all
/// carry the same block of d + 1 rows. O(n 2^n), like one transform. Depends on n only.
///
/// The upper bits are done on vectors of 4 numbers side by side; for the last 4, the local bits, 4 copies of one
/// size lie side by side.
class SymmetricPlan {
 public:
  static constexpr std::uint32_t lanes = 4;
  static constexpr int leastVariables = 4;
  static constexpr std::uint32_t local = 16;  ///< 2^4: numbers in a row of a copy

  /// n >= leastVariables.
  explicit SymmetricPlan(int n);

  /// Copies of one size after the upper bits. Places count vectors of `lanes` numbers.
  struct Kind {
    RepresentationFan fan;              ///< the local bits, on local (d + 1) vectors
    std::vector<std::uint32_t> places;  ///< of d + 1 rows for each copy; full groups of `lanes` copies
    std::size_t rows = 0;               ///< d + 1
  };

  [[nodiscard]] int variables() const { return n_; }

  /// The place after the table, which stands in for missing copies: `local` zeros.
  [[nodiscard]] std::uint32_t spare() const { return static_cast<std::uint32_t>((std::size_t{1} << n_) / lanes); }

  [[nodiscard]] const std::vector<PlaneRotation>& upper() const { return upper_; }
  [[nodiscard]] const std::vector<Kind>& kinds() const { return kinds_; }

 private:
  int n_;
  std::vector<PlaneRotation> upper_;
  std::vector<Kind> kinds_;
};

}  // namespace spindle
