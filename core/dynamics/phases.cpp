#include "core/dynamics/phases.h"

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <string>
#include <vector>

namespace spindle {
namespace {

#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
std::string
sentence(const char* format, ...) {
  char buffer[400];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  return buffer;
}

double medianOfThree(double a, double b, double c) {
  return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

std::vector<double> medianFiltered(const std::vector<double>& values) {
  std::vector<double> filtered = values;
  for (std::size_t i = 1; i + 1 < values.size(); ++i) {
    filtered[i] = medianOfThree(values[i - 1], values[i], values[i + 1]);
  }
  return filtered;
}

}  // namespace

PhaseResult meanOrderMinimum(std::span<const double> meanOrder, const PhaseOptions& options) {
  PhaseResult result;
  result.rule = "mean order minimum";
  std::vector<std::size_t> index;
  std::vector<double> known;
  for (std::size_t i = 0; i < meanOrder.size(); ++i) {
    if (!std::isfinite(meanOrder[i])) continue;
    index.push_back(i);
    known.push_back(meanOrder[i]);
  }
  if (known.size() < 2) {
    result.explanation = sentence("No start of phase two: the mean order is known at %zu of %zu checkpoints only.",
                                  known.size(), meanOrder.size());
    return result;
  }
  const std::vector<double> filtered = medianFiltered(known);
  const double smallest = *std::min_element(filtered.begin(), filtered.end());
  std::size_t at = filtered.size() - 1;
  while (filtered[at] > smallest + options.tie) --at;
  const double rise = filtered.back() - filtered[at];
  if (rise < options.rise) {
    result.explanation = sentence(
        "No start of phase two: after its minimum of %.2f at checkpoint %zu of %zu the mean order rises by %.2f to the "
        "end, less than %.2f.",
        filtered[at], index[at] + 1, meanOrder.size(), rise, options.rise);
    return result;
  }
  result.checkpoint = index[at];
  result.explanation = sentence(
      "The mean order goes from %.2f at the first checkpoint to its minimum of %.2f at checkpoint %zu of %zu, then "
      "rises "
      "by %.2f to %.2f at the last.",
      filtered.front(), filtered[at], index[at] + 1, meanOrder.size(), rise, filtered.back());
  return result;
}

PhaseResult phaseTwoStart(std::span<const OrderStrength> series) {
  std::vector<double> meanOrder;
  meanOrder.reserve(series.size());
  for (const OrderStrength& strength : series) meanOrder.push_back(strength.meanOrder());
  return meanOrderMinimum(meanOrder);
}

}  // namespace spindle
