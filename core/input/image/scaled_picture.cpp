// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/image/scaled_picture.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace spindle {
namespace {

/// What one place of a scaled row is made of.
struct Taps {
  std::size_t first = 0;
  std::vector<double> weights;
};

std::vector<Taps> tapsFor(std::size_t from, std::size_t to) {
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  const double reach = std::max(scale, 1.0);
  std::vector<Taps> all(to);
  for (std::size_t i = 0; i < to; ++i) {
    const double center = (static_cast<double>(i) + 0.5) * scale;
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(center - reach + 0.5)));
    const auto end = static_cast<std::size_t>(std::min(static_cast<double>(from), std::floor(center + reach + 0.5)));
    Taps& taps = all[i];
    taps.first = first;
    double sum = 0.0;
    for (std::size_t x = first; x < end; ++x) {
      const double distance = std::abs((static_cast<double>(x) - center + 0.5) / reach);
      taps.weights.push_back(std::max(0.0, 1.0 - distance));
      sum += taps.weights.back();
    }
    for (double& weight : taps.weights) weight /= sum;
  }
  return all;
}

float inSteps(double value) {
  return static_cast<float>(std::floor(std::clamp(value, 0.0, 1.0) * 255.0 + 0.5) / 255.0);
}

/// Rows of `from` values each become rows of taps.size().
std::vector<float> narrowed(const std::vector<float>& values, std::size_t from, const std::vector<Taps>& taps) {
  std::vector<float> result;
  result.reserve(values.size() / from * taps.size());
  for (std::size_t row = 0; row < values.size(); row += from) {
    for (const Taps& tap : taps) {
      const float* at = values.data() + row + tap.first;
      double sum = 0.0;
      for (const double weight : tap.weights) sum += weight * static_cast<double>(*at++);
      result.push_back(inSteps(sum));
    }
  }
  return result;
}

/// Planes of `height` rows of `width` values become planes of taps.size() rows.
std::vector<float> shortened(const std::vector<float>& values, std::size_t height, std::size_t width,
                             const std::vector<Taps>& taps) {
  std::vector<float> result;
  result.reserve(values.size() / height * taps.size());
  std::vector<double> sums(width);
  for (std::size_t plane = 0; plane < values.size(); plane += height * width) {
    for (const Taps& tap : taps) {
      std::fill(sums.begin(), sums.end(), 0.0);
      const float* at = values.data() + plane + tap.first * width;
      for (const double weight : tap.weights) {
        for (std::size_t x = 0; x < width; ++x) sums[x] += weight * static_cast<double>(at[x]);
        at += width;
      }
      for (const double sum : sums) result.push_back(inSteps(sum));
    }
  }
  return result;
}

ImageFile scaledTo(const ImageFile& image, std::size_t height, std::size_t width) {
  ImageFile scaled{image.channels, height, width, image.values};
  if (width != image.width) scaled.values = narrowed(scaled.values, image.width, tapsFor(image.width, width));
  if (height != image.height)
    scaled.values = shortened(scaled.values, image.height, width, tapsFor(image.height, height));
  return scaled;
}

}  // namespace

ImageFile scaledToCover(const ImageFile& image, std::size_t height, std::size_t width) {
  const auto margin = [](std::size_t side) {
    return side < 128 ? side : static_cast<std::size_t>(std::lround(static_cast<double>(side) * 8.0 / 7.0));
  };
  const std::size_t tall = margin(height), broad = margin(width);
  // The other side is rounded down, as torchvision does.
  const bool byHeight = image.height * broad <= image.width * tall;
  const std::size_t newHeight = byHeight ? tall : std::max(tall, broad * image.height / image.width);
  const std::size_t newWidth = byHeight ? std::max(broad, tall * image.width / image.height) : broad;
  const ImageFile scaled = scaledTo(image, newHeight, newWidth);
  const auto before = [](std::size_t whole, std::size_t part) {
    return static_cast<std::size_t>(std::nearbyint(static_cast<double>(whole - part) / 2.0));
  };
  const std::size_t top = before(newHeight, height), left = before(newWidth, width);
  ImageFile cut{image.channels, height, width, {}};
  cut.values.reserve(image.channels * height * width);
  for (std::size_t c = 0; c < image.channels; ++c) {
    for (std::size_t y = 0; y < height; ++y) {
      const auto row = scaled.values.begin() + static_cast<std::ptrdiff_t>((c * newHeight + top + y) * newWidth + left);
      cut.values.insert(cut.values.end(), row, row + static_cast<std::ptrdiff_t>(width));
    }
  }
  return cut;
}

}  // namespace spindle
