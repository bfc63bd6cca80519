// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/gates/composite_hits.h"

#include "core/base/split_mix.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

struct Picture {
  std::size_t channels = 0, height = 0, width = 0;
  [[nodiscard]] std::size_t size() const { return channels * height * width; }
};

/// Half the image, by means of four, into a quarter (0 to 3, row by row) of the composite.
void place(std::span<const float> image, const Picture& of, std::size_t quarter, std::span<float> composite) {
  const std::size_t top = quarter / 2 * of.height / 2, left = quarter % 2 * of.width / 2;
  for (std::size_t channel = 0; channel < of.channels; ++channel) {
    const std::size_t plane = channel * of.height * of.width;
    for (std::size_t y = 0; y < of.height / 2; ++y) {
      for (std::size_t x = 0; x < of.width / 2; ++x) {
        const std::size_t from = plane + 2 * y * of.width + 2 * x;
        composite[plane + (top + y) * of.width + left + x] =
            0.25F * (image[from] + image[from + 1] + image[from + of.width] + image[from + of.width + 1]);
      }
    }
  }
}

double hitOf(std::span<const float> values, const Picture& map, std::size_t quarter) {
  const std::size_t places = map.height * map.width;
  std::vector<double> sums(places, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) sums[i % places] += static_cast<double>(values[i]);
  std::vector<std::size_t> order(places);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return sums[a] > sums[b]; });
  const std::size_t most = std::max<std::size_t>(1, places / 10);
  double inside = 0.0;
  for (const std::size_t at : std::span(order).first(most)) {
    const bool bottom = 2 * (at / map.width) + 1 > map.height, right = 2 * (at % map.width) + 1 > map.width;
    inside += (bottom ? 2U : 0U) + (right ? 1U : 0U) == quarter ? 1.0 : 0.0;
  }
  return inside / static_cast<double>(most);
}

}  // namespace

CompositeHits compositeHits(GatedNetwork& network, const std::vector<std::vector<float>>& images,
                            const std::vector<std::int64_t>& shape, std::size_t c, const Gates& gates,
                            std::size_t count, std::uint64_t seed, const RunControl& control) {
  const std::size_t layers = network.layers().size();
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  CompositeHits hits{std::vector<double>(layers, unknown), std::vector<double>(layers, unknown)};
  std::vector<std::size_t> others;
  for (std::size_t d = 0; d < images.size(); ++d) {
    if (d != c && !images[d].empty()) others.push_back(d);
  }
  if (shape.size() != 3 || shape[1] % 2 != 0 || shape[2] % 2 != 0 || others.size() < 3 || images[c].empty())
    return hits;
  const Picture input{static_cast<std::size_t>(shape[0]), static_cast<std::size_t>(shape[1]),
                      static_cast<std::size_t>(shape[2])};
  SplitMix64 random(seed + 0x9e3779b97f4a7c15ULL * (c + 1));
  std::vector<float> composites(count * input.size());
  for (std::size_t k = 0; k < count; ++k) {
    drawToFront(std::span(others), 3, random);
    for (std::size_t quarter = 0, next = 0; quarter < 4; ++quarter) {
      const std::size_t d = quarter == k % 4 ? c : others[next++];
      const std::size_t row = static_cast<std::size_t>(random.below(images[d].size() / input.size()));
      place(std::span(images[d]).subspan(row * input.size(), input.size()), input, quarter,
            std::span(composites).subspan(k * input.size(), input.size()));
    }
  }
  if (control.stopRequested()) throw Stopped{};
  const GatedValues values = network.evaluate(composites, count, gates);
  for (std::size_t l = 0; l < layers; ++l) {
    const GatedLayer& layer = network.layers()[l];
    if (layer.shape.size() != 3 || !layer.unitsFirst || layer.shape[1] * layer.shape[2] < 16) continue;
    const Picture map{layer.units, static_cast<std::size_t>(layer.shape[1]), static_cast<std::size_t>(layer.shape[2])};
    double sum = 0.0, squares = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
      const double hit = hitOf(std::span(values.layers[l]).subspan(k * map.size(), map.size()), map, k % 4);
      sum += hit;
      squares += hit * hit;
    }
    const double n = static_cast<double>(count);
    hits.mean[l] = sum / n;
    hits.deviation[l] = n > 1.0 ? std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1.0))) : unknown;
  }
  return hits;
}

}  // namespace spindle
