// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/coupled_blocks.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace spindle {
namespace {

using Matrix = std::vector<double>;
using Factor = std::array<std::array<double, 2>, 2>;

// Per variable: 2^|S| by what both coalitions contain, and by what neither contains.
constexpr Factor both{{{1.0, 1.0}, {1.0, 2.0}}};
constexpr Factor neither{{{2.0, 1.0}, {1.0, 1.0}}};

// From the d-th to the (d+1)-th symmetric power of a factor, in the orthonormal basis of the numbers of ones.
Matrix nextPower(const Matrix& power, std::size_t d, const Factor& factor) {
  const std::size_t rows = d + 2;
  Matrix next(rows * rows, 0.0);
  const auto coefficient = [&](std::size_t ones, std::size_t bit) {
    const auto count = static_cast<double>(bit == 1 ? ones : d + 1 - ones);
    return std::sqrt(count / static_cast<double>(d + 1));
  };
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < rows; ++k) {
      for (std::size_t a = 0; a < 2; ++a) {
        for (std::size_t b = 0; b < 2; ++b) {
          if (i < a || k < b || i - a > d || k - b > d) continue;
          next[i * rows + k] += coefficient(i, a) * coefficient(k, b) * power[(i - a) * (d + 1) + k - b] * factor[a][b];
        }
      }
    }
  }
  return next;
}

// Symmetric and positive definite from row `first` on; zero before.
Matrix inverse(Matrix m, std::size_t rows, std::size_t first) {
  Matrix result(rows * rows, 0.0);
  for (std::size_t i = first; i < rows; ++i) result[i * rows + i] = 1.0;
  for (std::size_t p = first; p < rows; ++p) {
    const double pivot = 1.0 / m[p * rows + p];
    for (std::size_t k = first; k < rows; ++k) {
      m[p * rows + k] *= pivot;
      result[p * rows + k] *= pivot;
    }
    for (std::size_t i = first; i < rows; ++i) {
      const double factor = m[i * rows + p];
      if (i == p || factor == 0.0) continue;
      for (std::size_t k = first; k < rows; ++k) {
        m[i * rows + k] -= factor * m[p * rows + k];
        result[i * rows + k] -= factor * result[p * rows + k];
      }
    }
  }
  return result;
}

}  // namespace

CoupledBlocks::CoupledBlocks(int n) : n_(n), blocks_(static_cast<std::size_t>(n) + 1) {
  Matrix first{1.0};
  Matrix second{1.0};
  for (std::size_t d = 0; d <= static_cast<std::size_t>(n); ++d) {
    if ((static_cast<std::size_t>(n) - d) % 2 == 0) {
      blocks_[d] = first;
      for (std::size_t i = 0; i < first.size(); ++i) blocks_[d][i] += second[i];
    }
    first = nextPower(first, d, both);
    second = nextPower(second, d, neither);
  }
  // Sets that meet both coalitions, by inclusion and exclusion, and no empty set: all symmetric vectors.
  const std::size_t rows = static_cast<std::size_t>(n) + 1;
  std::vector<double> ones(rows);
  std::vector<double> outside(rows);  // 2^(n - |T|)
  double choose = 1.0;
  for (std::size_t k = 0; k < rows; ++k) {
    ones[k] = std::sqrt(choose);
    outside[k] = std::ldexp(ones[k], n - static_cast<int>(k));
    choose = choose * static_cast<double>(rows - 1 - k) / static_cast<double>(k + 1);
  }
  const double sets = std::ldexp(1.0, n);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < rows; ++k)
      blocks_.back()[i * rows + k] += (sets - 1.0) * ones[i] * ones[k] - outside[i] * ones[k] - ones[i] * outside[k];
  }
}

std::vector<std::vector<double>> CoupledBlocks::inverses(double shift) const {
  std::vector<Matrix> result(blocks_.size());
  for (std::size_t d = 0; d < blocks_.size(); ++d) {
    if (blocks_[d].empty()) continue;
    Matrix shifted = blocks_[d];
    for (std::size_t i = 0; i <= d; ++i) shifted[i * (d + 1) + i] += shift;
    result[d] = inverse(std::move(shifted), d + 1, d + 1 == blocks_.size() ? 1 : 0);
  }
  return result;
}

}  // namespace spindle
