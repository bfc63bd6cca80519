// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/descents/loss_descents.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

/// Standard error of a median over that of a mean, for normal values: sqrt(pi / 2).
constexpr double medianFactor = 1.2533141373155003;

double medianOf(std::vector<double> values) {
  const std::size_t middle = values.size() / 2;
  std::sort(values.begin(), values.end());
  return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

std::vector<double> movingMedian(const std::vector<double>& values, std::size_t window) {
  std::vector<double> smooth;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t reach = std::min({window / 2, i, values.size() - 1 - i});
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i - reach);
    smooth.push_back(medianOf({begin, begin + static_cast<std::ptrdiff_t>(2 * reach + 1)}));
  }
  return smooth;
}

double standardError(const std::vector<double>& values, const std::vector<double>& smooth, std::size_t window) {
  double squares = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) squares += (values[i] - smooth[i]) * (values[i] - smooth[i]);
  return medianFactor * std::sqrt(squares / static_cast<double>(values.size()) / static_cast<double>(window));
}

}  // namespace

double LossDescents::rise() const {
  return smoothed[peak.value_or(last)] - smoothed[minimum];
}

double LossDescents::fall() const {
  return peak ? smoothed[*peak] - smoothed[last] : 0.0;
}

LossDescents lossDescents(std::span<const double> loss, const DescentOptions& options) {
  LossDescents result;
  result.smoothed.assign(loss.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<std::size_t> index;
  std::vector<double> values;
  for (std::size_t c = 0; c < loss.size(); ++c) {
    if (!std::isfinite(loss[c])) continue;
    index.push_back(c);
    values.push_back(loss[c]);
  }
  if (values.size() < 3) return result;
  const std::vector<double> smooth = movingMedian(values, options.window);
  for (std::size_t i = 0; i < index.size(); ++i) result.smoothed[index[i]] = smooth[i];
  result.last = index.back();
  result.error = standardError(values, smooth, options.window);
  const auto [low, high] = std::minmax_element(smooth.begin(), smooth.end());
  const double enough = std::max(options.errors * result.error, options.least * (*high - *low));

  std::size_t least = 0, bestPeak = 0, bestMinimum = 0;
  double best = -1.0;
  for (std::size_t i = 0; i < smooth.size(); ++i) {
    if (smooth[i] < smooth[least]) least = i;
    const double side = std::min(smooth[i] - smooth[least], smooth[i] - smooth.back());
    if (side > best) {
      best = side;
      bestPeak = i;
      bestMinimum = least;
    }
  }
  if (best > enough) {
    result.kind = DescentKind::second;
    result.minimum = index[bestMinimum];
    result.peak = index[bestPeak];
    return result;
  }
  result.minimum = index[least];
  result.kind = smooth.back() - smooth[least] > enough ? DescentKind::rise : DescentKind::single;
  return result;
}

}  // namespace spindle
