// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/kernel/gram_matrix.h"

#include <algorithm>
#include <array>

namespace spindle {
namespace {

/// Several sums at a time, which a compiler turns into vectors.
double product(const float* a, const float* b, std::size_t width) {
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> sums{};
  std::size_t k = 0;
  for (; k + lanes <= width; k += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane] += static_cast<double>(a[k + lane]) * static_cast<double>(b[k + lane]);
  }
  double sum = 0.0;
  for (; k < width; ++k) sum += static_cast<double>(a[k]) * static_cast<double>(b[k]);
  for (const double one : sums) sum += one;
  return sum;
}

}  // namespace

std::vector<double> gramMatrix(std::size_t count, std::size_t width, std::size_t held, const WriteRow& row) {
  constexpr std::size_t pieceOfRow = 4096;  // both pieces stay in the nearest cache
  const std::size_t block = std::clamp<std::size_t>(held / std::max<std::size_t>(width, 1), 1, count);
  std::vector<double> gram(count * count, 0.0);
  std::vector<float> rows(block * width), other(width);
  const auto add = [&](std::size_t i, const float* a, std::size_t j, const float* b, std::size_t from) {
    gram[i * count + j] += product(a + from, b + from, std::min(pieceOfRow, width - from));
  };
  for (std::size_t first = 0; first < count; first += block) {
    const std::size_t size = std::min(block, count - first);
    for (std::size_t i = 0; i < size; ++i) row(first + i, std::span(rows).subspan(i * width, width));
    for (std::size_t from = 0; from < width; from += pieceOfRow) {
      for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = i; j < size; ++j) add(first + i, &rows[i * width], first + j, &rows[j * width], from);
      }
    }
    for (std::size_t j = first + size; j < count; ++j) {
      row(j, other);
      for (std::size_t from = 0; from < width; from += pieceOfRow) {
        for (std::size_t i = 0; i < size; ++i) add(first + i, &rows[i * width], j, other.data(), from);
      }
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < i; ++j) gram[i * count + j] = gram[j * count + i];
  }
  return gram;
}

}  // namespace spindle
