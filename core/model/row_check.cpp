// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/row_check.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>

namespace spindle {
namespace {

/// A number below 2^24 that looks random but is the same every time (the finalizer of SplitMix64).
std::uint32_t scrambled(std::uint64_t k) {
  k += 0x9e3779b97f4a7c15ULL;
  k = (k ^ (k >> 30)) * 0xbf58476d1ce4e5b9ULL;
  k = (k ^ (k >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<std::uint32_t>((k ^ (k >> 31)) >> 40);
}

std::vector<float> chosen(std::span<const float> probes, std::size_t elements,
                          std::initializer_list<std::size_t> rows) {
  std::vector<float> batch;
  for (const auto row : rows) {
    const auto one = probes.subspan(row * elements, elements);
    batch.insert(batch.end(), one.begin(), one.end());
  }
  return batch;
}

/// NaN equals NaN, and an infinity itself.
double largestDifference(std::span<const float> a, std::span<const float> b) {
  double largest = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k] == b[k] || (std::isnan(a[k]) && std::isnan(b[k]))) continue;
    const double difference = std::abs(static_cast<double>(a[k]) - static_cast<double>(b[k]));
    largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(largest, difference);
  }
  return largest;
}

}  // namespace

std::vector<float> probeRows(std::size_t elements, bool tokens) {
  std::vector<float> rows(3 * elements);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const auto number = scrambled(k);
    constexpr float largest[] = {1.0F, 0.25F, 2.0F};
    rows[k] =
        tokens ? static_cast<float>(number & 1U) : largest[k / elements] * static_cast<float>(number) / 16777216.0F;
    if (tokens && k % elements == 0) rows[k] = 1.0F;
  }
  return rows;
}

bool sameRows(std::span<const float> a, std::span<const float> b) {
  double size = 0.0;
  for (const float value : a) {
    if (std::isfinite(value)) size = std::max(size, std::abs(static_cast<double>(value)));
  }
  return a.size() == b.size() && largestDifference(a, b) <= 1e-4 * size;
}

RowCheck checkRows(std::span<const float> probes, std::size_t elements, const EvaluateRows& evaluate) {
  const auto first = evaluate(chosen(probes, elements, {0}), 1);
  const auto again = evaluate(chosen(probes, elements, {0}), 1);
  const auto second = evaluate(chosen(probes, elements, {1}), 1);
  const auto third = evaluate(chosen(probes, elements, {2}), 1);
  const auto pair = evaluate(chosen(probes, elements, {1, 0}), 2);
  const auto three = evaluate(chosen(probes, elements, {0, 2, 1}), 3);
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
  for (const auto* outputs : {&first, &again, &second, &third, &pair, &three}) {
    for (const float value : *outputs) {
      if (!std::isfinite(value)) continue;
      lowest = std::min(lowest, static_cast<double>(value));
      highest = std::max(highest, static_cast<double>(value));
    }
  }
  RowCheck check;
  if (lowest > highest) return check;  // nothing but NaN: told for each sample
  check.range = highest - lowest;
  const double size = std::max(std::abs(lowest), std::abs(highest));
  const std::size_t columns = first.size();
  check.difference = largestDifference(first, again);
  if (check.difference > 1e-6 * size) {
    check.verdict = RowsVerdict::random;
    return check;
  }
  const auto row = [&](const std::vector<float>& outputs, std::size_t at) {
    return std::span(outputs).subspan(at * columns, columns);
  };
  check.difference = std::max({largestDifference(first, row(pair, 1)), largestDifference(first, row(three, 0)),
                               largestDifference(second, row(pair, 0)), largestDifference(second, row(three, 2)),
                               largestDifference(third, row(three, 1))});
  if (check.difference > std::max(1e-3 * check.range, 1e-5 * size)) check.verdict = RowsVerdict::dependent;
  return check;
}

}  // namespace spindle
