// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors/color_vision.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

Triple times(const Matrix& m, const Triple& v) {
  Triple product{};
  for (std::size_t i = 0; i < v.size(); ++i) product[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
  return product;
}

Triple linearRgb(const QColor& color) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return {linear(color.redF()), linear(color.greenF()), linear(color.blueF())};
}

/// CIELAB of linear sRGB, white at D65.
Triple lab(const Triple& rgb) {
  static constexpr Matrix toXyz{{{0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047},
                                 {0.2126729, 0.7151522, 0.0721750},
                                 {0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883}}};
  Triple f = times(toXyz, rgb);
  for (double& t : f) t = t > 216.0 / 24389.0 ? std::cbrt(t) : (t * 24389.0 / 27.0 + 16.0) / 116.0;
  return {116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])};
}

double distance(const Triple& a, const Triple& b) {
  const Triple one = lab(a), other = lab(b);
  return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

}  // namespace

double lightness(const QColor& color) {
  const Triple rgb = linearRgb(color);
  const double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  return y > 216.0 / 24389.0 ? 116.0 * std::cbrt(y) - 16.0 : y * 24389.0 / 27.0;
}

double colorDistance(const QColor& a, const QColor& b) {
  return distance(linearRgb(a), linearRgb(b));
}

double colorBlindDistance(const QColor& a, const QColor& b) {
  static constexpr std::array<Matrix, 3> kinds{
      Matrix{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
      Matrix{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
      Matrix{{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}};
  double least = colorDistance(a, b);
  for (const Matrix& kind : kinds) {
    const auto seen = [&](const QColor& color) {
      Triple rgb = times(kind, linearRgb(color));
      for (double& c : rgb) c = std::clamp(c, 0.0, 1.0);
      return rgb;
    };
    least = std::min(least, distance(seen(a), seen(b)));
  }
  return least;
}

}  // namespace spindle
