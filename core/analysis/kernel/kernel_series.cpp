// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/kernel/kernel_series.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace spindle {
namespace {

std::span<const double> matrixAt(const TangentKernel& kernel, std::size_t checkpoint) {
  const std::size_t size = kernel.samples() * kernel.samples();
  return std::span(kernel.ntk.values).subspan(checkpoint * size, size);
}

double norm(std::span<const double> matrix) {
  double sum = 0.0;
  for (const double value : matrix) sum += value * value;
  return std::sqrt(sum);
}

/// ||a / scaleA - b / scaleB||
double distanceBetween(std::span<const double> a, double scaleA, std::span<const double> b, double scaleB) {
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double difference = a[k] / scaleA - b[k] / scaleB;
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

SpectrumEnds endsOf(const MeasuredArray& eigenvalues, std::size_t checkpoint) {
  return {eigenvalues.at(checkpoint, 0, 0), eigenvalues.at(checkpoint, eigenvalues.extent[1] - 1, 0)};
}

}  // namespace

double SpectrumEnds::condition() const {
  return singular() ? std::numeric_limits<double>::quiet_NaN() : largest / least;
}

std::vector<std::optional<KernelNumbers>> kernelNumbers(const TangentKernel& kernel) {
  std::vector<std::optional<KernelNumbers>> list(kernel.ntk.extent[0]);
  std::optional<std::size_t> first;
  for (std::size_t c = 0; c < list.size(); ++c) {
    const std::span<const double> here = matrixAt(kernel, c);
    if (!std::all_of(here.begin(), here.end(), [](double value) { return std::isfinite(value); })) continue;
    if (!first) first = c;
    const std::span<const double> start = matrixAt(kernel, *first);
    const double startNorm = norm(start);
    KernelNumbers& numbers = list[c].emplace();
    numbers.raw = endsOf(kernel.eigenvalues, c);
    numbers.normalized = endsOf(kernel.normalized, c);
    numbers.distance = distanceBetween(here, startNorm, start, startNorm);
    numbers.shapeDistance = distanceBetween(here, norm(here), start, startNorm);
    for (std::size_t i = 0; i < kernel.samples(); ++i)
      numbers.diagonal += kernel.ntk.at(c, i, i) / static_cast<double>(kernel.samples());
  }
  return list;
}

double gradientCosine(const TangentKernel& kernel, std::size_t checkpoint, std::size_t i, std::size_t j) {
  const double scale = std::sqrt(kernel.ntk.at(checkpoint, i, i)) * std::sqrt(kernel.ntk.at(checkpoint, j, j));
  if (std::isnan(scale)) return scale;
  return scale > 0.0 ? std::clamp(kernel.ntk.at(checkpoint, i, j) / scale, -1.0, 1.0) : 0.0;
}

}  // namespace spindle
