// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/theory/theory.h"

#include "core/game/coalition.h"

#include <Eigen/Dense>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace spindle {
namespace {

// Eigenvalues of [[1, a], [a, 1/4]], a = 1 / (2 sqrt 2), and the angle of the first eigenvector.
const double root17 = std::sqrt(17.0);
const double largeEigenvalue = (5.0 + root17) / 8.0;
const double smallEigenvalue = (5.0 - root17) / 8.0;
const double sideways = 1.0 / (2.0 * std::sqrt(2.0));
const double cosine = sideways / std::hypot(sideways, largeEigenvalue - 1.0);
const double sine = (largeEigenvalue - 1.0) / std::hypot(sideways, largeEigenvalue - 1.0);

int variablesOf(std::size_t size) {
  if (!std::has_single_bit(size) || size > coalitionCount(maxVariables)) {
    throw std::invalid_argument("theory: a table needs 2^n entries with n <= 20");
  }
  return std::countr_zero(size);
}

/// Rotates by the angle of the eigenvectors, for every variable; sign = -1 rotates back.
void rotate(std::span<double> f, double sign) {
  const double s = sign * sine;
  for (std::size_t bit = 1; bit < f.size(); bit <<= 1) {
    for (std::size_t block = 0; block < f.size(); block += 2 * bit) {
      for (std::size_t m = block; m < block + bit; ++m) {
        const double p = f[m], q = f[m + bit];
        f[m] = cosine * p + s * q;
        f[m + bit] = cosine * q - s * p;
      }
    }
  }
}

/// f[S] *= factor^|S|
void scaleByOrder(std::span<double> f, double factor) {
  std::array<double, maxVariables + 1> powers{};
  for (std::size_t k = 0; k < powers.size(); ++k) powers[k] = std::pow(factor, static_cast<double>(k));
  for (Coalition s = 0; s < f.size(); ++s) f[s] *= powers[static_cast<std::size_t>(order(s))];
}

/// Multiplies by L / (L + sigma2) in the common eigenbasis.
void shrink(std::span<double> f, int n, double sigma2) {
  if (!(sigma2 >= 0.0)) throw std::invalid_argument("theory: sigma2 must not be negative");
  std::array<double, maxVariables + 1> factors{};
  for (int k = 0; k <= n; ++k) {
    const double eigenvalue = std::pow(largeEigenvalue, n - k) * std::pow(smallEigenvalue, k);
    factors[static_cast<std::size_t>(k)] = eigenvalue / (eigenvalue + sigma2);
  }
  for (Coalition m = 0; m < f.size(); ++m) f[m] *= factors[static_cast<std::size_t>(order(m))];
}

double binomial(int n, int k) {
  double value = 1.0;
  for (int i = 1; i <= k; ++i) value = value * (n - k + i) / i;
  return k < 0 || k > n ? 0.0 : std::round(value);
}

const double rootTwo = std::sqrt(2.0);

}  // namespace

TheorySpectrum::TheorySpectrum(std::span<const double> interactions)
    : rotated_(interactions.begin(), interactions.end()) {
  variablesOf(rotated_.size());
  scaleByOrder(rotated_, rootTwo);
  rotate(rotated_, 1.0);
}

void TheorySpectrum::solve(double sigma2, std::span<double> result) const {
  if (result.size() != rotated_.size()) throw std::invalid_argument("TheorySpectrum: the sizes differ");
  std::copy(rotated_.begin(), rotated_.end(), result.begin());
  shrink(result, variablesOf(result.size()), sigma2);
  rotate(result, -1.0);
  scaleByOrder(result, 1.0 / rootTwo);
}

void theorySolution(std::span<double> interactions, double sigma2) {
  TheorySpectrum(interactions).solve(sigma2, interactions);
}

std::vector<double> theoryRow(int n, int order, double sigma2) {
  if (n < 0 || n > maxVariables || order < 0 || order > n) throw std::invalid_argument("theoryRow: order out of range");
  std::vector<double> row(coalitionCount(n), 0.0);
  row[coalitionCount(order) - 1] = 1.0;
  scaleByOrder(row, 1.0 / rootTwo);
  rotate(row, 1.0);
  shrink(row, n, sigma2);
  rotate(row, -1.0);
  scaleByOrder(row, rootTwo);
  return row;
}

std::vector<double> theoryRowNorms(int n, double sigma2) {
  std::vector<double> norms;
  for (int k = 0; k <= n; ++k) {
    double squares = 0.0;
    for (double entry : theoryRow(n, k, sigma2)) squares += entry * entry;
    norms.push_back(std::sqrt(squares));
  }
  return norms;
}

std::vector<std::vector<double>> theoryOrderMeans(int n, double sigma2) {
  if (n < 0 || n > maxVariables) throw std::invalid_argument("theoryOrderMeans: n out of range");
  if (!(sigma2 >= 0.0)) throw std::invalid_argument("theory: sigma2 must not be negative");
  Eigen::MatrixXd kernel(n + 1, n + 1);
  for (int k = 0; k <= n; ++k) {
    for (int j = 0; j <= n; ++j) {
      kernel(k, j) = 0.0;
      for (int i = 0; i <= std::min(k, j); ++i) {
        kernel(k, j) += binomial(k, i) * binomial(n - k, j - i) * std::pow(2.0, -(k + j - i));
      }
    }
  }
  Eigen::MatrixXd regularized = kernel;
  for (int k = 0; k <= n; ++k) regularized(k, k) += sigma2 * std::pow(2.0, k);
  const Eigen::MatrixXd solution = std::isinf(sigma2) ? Eigen::MatrixXd::Zero(n + 1, n + 1).eval()
                                                      : Eigen::MatrixXd(regularized.fullPivLu().solve(kernel));
  std::vector<std::vector<double>> rows(static_cast<std::size_t>(n + 1));
  for (int k = 0; k <= n; ++k) {
    for (int j = 0; j <= n; ++j) rows[static_cast<std::size_t>(k)].push_back(solution(k, j));
  }
  return rows;
}

std::vector<std::vector<double>> theoryOrderSquares(int n, double sigma2) {
  std::vector<std::vector<double>> squares;
  for (int k = 0; k <= n; ++k) {
    squares.emplace_back(static_cast<std::size_t>(n + 1), 0.0);
    const std::vector<double> row = theoryRow(n, k, sigma2);
    for (Coalition s = 0; s < row.size(); ++s) squares.back()[static_cast<std::size_t>(order(s))] += row[s] * row[s];
  }
  return squares;
}

}  // namespace spindle
