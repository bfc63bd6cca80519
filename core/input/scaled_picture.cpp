#include "core/input/scaled_picture.h"

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
    const double centre = (static_cast<double>(i) + 0.5) * scale;
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(centre - reach + 0.5)));
    const auto end = static_cast<std::size_t>(std::min(static_cast<double>(from), std::floor(centre + reach + 0.5)));
    Taps& taps = all[i];
    taps.first = first;
    double sum = 0.0;
    for (std::size_t x = first; x < end; ++x) {
      const double distance = std::abs((static_cast<double>(x) - centre + 0.5) / reach);
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

/// Lines of `count` values that lie `stride` apart, line after line at `next`, each resampled by `taps`.
struct Lines {
  std::size_t lines, next, stride;
};

void resample(const std::vector<float>& from, const Lines& in, const std::vector<Taps>& taps, std::vector<float>& to,
              const Lines& out) {
  for (std::size_t line = 0; line < in.lines; ++line) {
    for (std::size_t i = 0; i < taps.size(); ++i) {
      double sum = 0.0;
      for (std::size_t k = 0; k < taps[i].weights.size(); ++k)
        sum += taps[i].weights[k] * static_cast<double>(from[line * in.next + (taps[i].first + k) * in.stride]);
      to[line * out.next + i * out.stride] = inSteps(sum);
    }
  }
}

}  // namespace

ImageFile scaledTo(const ImageFile& image, std::size_t height, std::size_t width) {
  ImageFile wide = image;
  if (width != image.width) {
    wide.width = width;
    wide.values.assign(image.channels * image.height * width, 0.0F);
    resample(image.values, {image.channels * image.height, image.width, 1}, tapsFor(image.width, width), wide.values,
             {image.channels * image.height, width, 1});
  }
  if (height == image.height) return wide;
  ImageFile scaled{image.channels, height, width, std::vector<float>(image.channels * height * width)};
  const auto taps = tapsFor(image.height, height);
  std::vector<float> plane(image.height * width), smaller(height * width);
  for (std::size_t c = 0; c < image.channels; ++c) {
    std::copy_n(wide.values.begin() + static_cast<std::ptrdiff_t>(c * plane.size()), plane.size(), plane.begin());
    resample(plane, {width, 1, width}, taps, smaller, {width, 1, width});
    std::copy(smaller.begin(), smaller.end(), scaled.values.begin() + static_cast<std::ptrdiff_t>(c * smaller.size()));
  }
  return scaled;
}

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
