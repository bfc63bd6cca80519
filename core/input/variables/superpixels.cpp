// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/superpixels.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/game/coalition.h"
#include "core/input/variables/regions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace spindle {
namespace {

using Color = std::array<double, 3>;

constexpr int iterations = 10;
constexpr int smallestShare = 4;  // of the usual size
constexpr double lightest = 100.0;

double squared(const Color& a, const Color& b) {
  double sum = 0.0;
  for (std::size_t c = 0; c < a.size(); ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

/// CIELAB of sRGB in [0, 1] under D65.
Color lab(const Color& rgb) {
  Color linear{};
  for (std::size_t c = 0; c < 3; ++c)
    linear[c] = rgb[c] <= 0.04045 ? rgb[c] / 12.92 : std::pow((rgb[c] + 0.055) / 1.055, 2.4);
  const auto bent = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116.0; };
  const double x = bent((0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047);
  const double y = bent(0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2]);
  const double z = bent((0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883);
  return {116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)};
}

/// An image whose pixels have numbers.
struct Picture {
  std::int64_t height = 0, width = 0;
  std::vector<Color> colors;
};

/// Values outside [0, 1] are stretched to it.
Picture pictureOf(const Sample& sample, const InputFormat& format) {
  const auto channels = static_cast<std::size_t>(format.shape[0]);
  Picture picture{format.shape[1], format.shape[2], {}};
  const auto area = static_cast<std::size_t>(picture.height * picture.width);
  const auto [least, most] = std::minmax_element(sample.values.begin(), sample.values.end());
  const bool usual = *least >= 0.0F && *most <= 1.0F;
  const double low = usual ? 0.0 : *least;
  const double length = usual || *most == *least ? 1.0 : static_cast<double>(*most) - *least;
  for (std::size_t p = 0; p < area; ++p) {
    const auto at = [&](std::size_t channel) { return (sample.values[channel * area + p] - low) / length; };
    if (channels == 3) {
      picture.colors.push_back(lab({at(0), at(1), at(2)}));
      continue;
    }
    double sum = 0.0;
    for (std::size_t channel = 0; channel < channels; ++channel) sum += at(channel);
    picture.colors.push_back({lightest * sum / static_cast<double>(channels), 0.0, 0.0});
  }
  return picture;
}

struct Center {
  double y = 0.0, x = 0.0;
  Color color{};
};

/// The number of the nearest of rows x columns centers for each pixel.
std::vector<int> clustered(const Picture& picture, std::int64_t rows, std::int64_t columns, double compactness) {
  const double high = static_cast<double>(picture.height) / static_cast<double>(rows);
  const double wide = static_cast<double>(picture.width) / static_cast<double>(columns);
  const double spacing = std::sqrt(high * wide);
  std::vector<Center> centers;
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      const double y = (static_cast<double>(row) + 0.5) * high, x = (static_cast<double>(column) + 0.5) * wide;
      const auto pixel = static_cast<std::int64_t>(y) * picture.width + static_cast<std::int64_t>(x);
      centers.push_back({y - 0.5, x - 0.5, picture.colors[static_cast<std::size_t>(pixel)]});
    }
  }
  std::vector<int> nearest(picture.colors.size(), -1);
  const double weight = compactness * compactness / (spacing * spacing);
  for (int iteration = 0; iteration < iterations; ++iteration) {
    std::vector<double> distance(nearest.size(), std::numeric_limits<double>::infinity());
    for (std::size_t k = 0; k < centers.size(); ++k) {
      const Center& center = centers[k];
      const auto from = [](double place) { return std::max<std::int64_t>(0, static_cast<std::int64_t>(place)); };
      const std::int64_t bottom = std::min(picture.height, from(center.y + 2.0 * high) + 1);
      const std::int64_t right = std::min(picture.width, from(center.x + 2.0 * wide) + 1);
      for (std::int64_t y = from(center.y - 2.0 * high); y < bottom; ++y) {
        for (std::int64_t x = from(center.x - 2.0 * wide); x < right; ++x) {
          const auto p = static_cast<std::size_t>(y * picture.width + x);
          const double dy = static_cast<double>(y) - center.y, dx = static_cast<double>(x) - center.x;
          const double d = squared(picture.colors[p], center.color) + weight * (dy * dy + dx * dx);
          if (d >= distance[p]) continue;
          distance[p] = d;
          nearest[p] = static_cast<int>(k);
        }
      }
    }
    std::vector<Center> sums(centers.size());
    std::vector<double> sizes(centers.size(), 0.0);
    for (std::size_t p = 0; p < nearest.size(); ++p) {
      if (nearest[p] < 0) continue;
      const auto k = static_cast<std::size_t>(nearest[p]);
      sums[k].y += static_cast<double>(static_cast<std::int64_t>(p) / picture.width);
      sums[k].x += static_cast<double>(static_cast<std::int64_t>(p) % picture.width);
      for (std::size_t c = 0; c < 3; ++c) sums[k].color[c] += picture.colors[p][c];
      sizes[k] += 1.0;
    }
    for (std::size_t k = 0; k < centers.size(); ++k) {
      if (sizes[k] == 0.0) continue;
      centers[k] = {sums[k].y / sizes[k], sums[k].x / sizes[k], sums[k].color};
      for (double& value : centers[k].color) value /= sizes[k];
    }
  }
  return nearest;
}

/// Connected pieces of a picture, which can be joined to their neighbors.
class Pieces {
 public:
  Pieces(const Picture& picture, const std::vector<int>& labels) : piece_(labels.size(), none) {
    const std::int64_t height = picture.height, width = picture.width;
    for (std::size_t first = 0; first < labels.size(); ++first) {
      if (piece_[first] != none) continue;
      const std::size_t number = all_.size();
      Piece& piece = all_.emplace_back();
      std::vector<std::size_t> open{first};
      piece_[first] = number;
      while (!open.empty()) {
        const std::size_t p = open.back();
        open.pop_back();
        piece.size += 1.0;
        for (std::size_t c = 0; c < 3; ++c) piece.sum[c] += picture.colors[p][c];
        const std::int64_t y = static_cast<std::int64_t>(p) / width, x = static_cast<std::int64_t>(p) % width;
        for (const auto& [dy, dx] : {std::pair(-1, 0), std::pair(1, 0), std::pair(0, -1), std::pair(0, 1)}) {
          if (y + dy < 0 || y + dy >= height || x + dx < 0 || x + dx >= width) continue;
          const auto q = static_cast<std::size_t>((y + dy) * width + x + dx);
          if (labels[q] != labels[p] || piece_[q] != none) continue;
          piece_[q] = number;
          open.push_back(q);
        }
      }
    }
    for (std::size_t p = 0; p < piece_.size(); ++p) {
      const auto x = static_cast<std::int64_t>(p) % width;
      if (x + 1 < width) meet(piece_[p], piece_[p + 1]);
      if (p + static_cast<std::size_t>(width) < piece_.size())
        meet(piece_[p], piece_[p + static_cast<std::size_t>(width)]);
    }
    count_ = all_.size();
  }

  [[nodiscard]] std::size_t count() const { return count_; }

  void joinSmall(double least) {
    while (count_ > 1) {
      std::size_t smallest = none;
      for (std::size_t i = 0; i < all_.size(); ++i) {
        if (all_[i].size > 0.0 && (smallest == none || all_[i].size < all_[smallest].size)) smallest = i;
      }
      if (all_[smallest].size >= least) return;
      std::size_t like = none;
      for (const std::size_t n : all_[smallest].near) {
        if (like == none || apart(smallest, n) < apart(smallest, like)) like = n;
      }
      join(smallest, like);
    }
  }

  /// Ward's criterion: |a||b| / (|a| + |b|) times the squared distance of the means.
  void joinAlike(std::size_t count) {
    while (count_ > count) {
      std::pair<std::size_t, std::size_t> best{none, none};
      double least = std::numeric_limits<double>::infinity();
      for (std::size_t a = 0; a < all_.size(); ++a) {
        for (const std::size_t b : all_[a].near) {
          if (b < a) continue;
          const double added = all_[a].size * all_[b].size / (all_[a].size + all_[b].size) * apart(a, b);
          if (added >= least) continue;
          least = added;
          best = {a, b};
        }
      }
      join(best.second, best.first);
    }
  }

  /// From 1, in the order of first pixels.
  [[nodiscard]] std::vector<std::int64_t> numbers() const {
    std::vector<std::int64_t> number(all_.size(), 0), result;
    std::int64_t next = 0;
    for (const std::size_t first : piece_) {
      std::size_t i = first;
      while (all_[i].into != none) i = all_[i].into;
      if (number[i] == 0) number[i] = ++next;
      result.push_back(number[i]);
    }
    return result;
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  struct Piece {
    double size = 0.0;  ///< pixels; 0: joined to another
    Color sum{};
    std::set<std::size_t> near;
    std::size_t into = none;
  };

  void meet(std::size_t a, std::size_t b) {
    if (a == b) return;
    all_[a].near.insert(b);
    all_[b].near.insert(a);
  }

  [[nodiscard]] double apart(std::size_t a, std::size_t b) const {
    Color first = all_[a].sum, second = all_[b].sum;
    for (std::size_t c = 0; c < 3; ++c) {
      first[c] /= all_[a].size;
      second[c] /= all_[b].size;
    }
    return squared(first, second);
  }

  void join(std::size_t a, std::size_t b) {
    all_[b].size += all_[a].size;
    for (std::size_t c = 0; c < 3; ++c) all_[b].sum[c] += all_[a].sum[c];
    for (const std::size_t n : std::exchange(all_[a].near, {})) {
      all_[n].near.erase(a);
      meet(n, b);
    }
    all_[a].size = 0.0;
    all_[a].into = b;
    --count_;
  }

  std::vector<std::size_t> piece_;  ///< of each pixel
  std::vector<Piece> all_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<std::int64_t> superpixels(const Sample& sample, const InputFormat& format,
                                      const SuperpixelOptions& options) {
  if (format.kind != InputKind::image)
    throw UserError("Superpixels are for images, but the samples are " + toText(format.kind) + ".");
  if (options.count < 1 || options.count > maxVariables)
    throw UserError("There can be 1 to " + std::to_string(maxVariables) + " superpixels; " +
                    std::to_string(options.count) + " are not possible.");
  if (!(options.compactness > 0.0 && std::isfinite(options.compactness)))
    throw UserError("The compactness of superpixels must be above 0; " + shortest(options.compactness) + " is not.");
  format.check();
  checkSample(sample, format);
  const Picture picture = pictureOf(sample, format);
  const auto area = static_cast<double>(picture.colors.size());
  const auto count = static_cast<std::size_t>(options.count);
  // More seeds where some of them end as pieces too small to stay.
  for (int seeds = options.count; seeds <= 4 * options.count; ++seeds) {
    const double ratio = static_cast<double>(picture.height) / static_cast<double>(picture.width);
    const std::int64_t rows = std::max<std::int64_t>(1, std::llround(std::sqrt(seeds * ratio)));
    const std::int64_t columns = (seeds + rows - 1) / rows;
    if (rows > picture.height || columns > picture.width) break;
    Pieces pieces(picture, clustered(picture, rows, columns, options.compactness));
    pieces.joinSmall(area / static_cast<double>(rows * columns) / smallestShare);
    if (pieces.count() < count) continue;
    pieces.joinAlike(count);
    return pieces.numbers();
  }
  throw UserError("The picture " + (sample.name.empty() ? std::string() : "of sample \"" + sample.name + "\" ") + "(" +
                  std::to_string(picture.height) + " x " + std::to_string(picture.width) +
                  " pixels) does not fall into " + std::to_string(options.count) +
                  " regions; ask for fewer superpixels.");
}

InputVariables superpixelVariables(const Sample& sample, const InputFormat& format, const SuperpixelOptions& options) {
  const std::vector<std::int64_t> labels = superpixels(sample, format, options);
  std::vector<InputVariable> variables;
  for (int region = 1; region <= options.count; ++region)
    variables.push_back(regionVariable(labels, region, format, "region " + std::to_string(region)));
  return {std::move(variables), format.elements()};
}

}  // namespace spindle
