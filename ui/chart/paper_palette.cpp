// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_palette.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

constexpr std::array<std::string_view, 3> names{"safe", "red-blue", "gray"};

struct Colors {
  QRgb andPositive, orPositive, andNegative, orNegative, reference;
  std::array<QRgb, 6> series;
};

const Colors& colorsOf(Palette palette) {
  static constexpr std::array<QRgb, 6> okabeIto{0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9};
  static constexpr Colors safe{0x0072B2, 0x8CC2E3, 0xD55E00, 0xF4B78A, 0x009E73, okabeIto};
  static constexpr Colors redBlue{0x2166AC, 0x92C5DE, 0xB2182B, 0xF4A582, 0x1B7837, okabeIto};
  static constexpr Colors gray{0x303030, 0x585858, 0x9A9A9A,
                               0xC8C8C8, 0x606060, {0x202020, 0x8A8A8A, 0x505050, 0xB4B4B4, 0x6C6C6C, 0xA0A0A0}};
  return palette == Palette::gray ? gray : palette == Palette::redBlue ? redBlue : safe;
}

QColor mixed(const QColor& from, const QColor& to, double share) {
  const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
  return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

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

std::span<const std::string_view> paletteNames() {
  return names;
}

std::string toText(Palette palette) {
  return std::string(names.at(static_cast<std::size_t>(palette)));
}

Palette paletteFrom(const std::string& text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end())
    throw UserError("\"" + printable(text) + "\" is not a palette; choose safe, red-blue or gray.");
  return static_cast<Palette>(found - names.begin());
}

QColor paperColor(const Ink& ink, Palette palette) {
  const Colors& colors = colorsOf(palette);
  switch (ink.kind) {
    case InkKind::andPositive:
    case InkKind::train:
    case InkKind::measured:
      return QColor::fromRgb(colors.andPositive);
    case InkKind::orPositive:
      return QColor::fromRgb(colors.orPositive);
    case InkKind::andNegative:
    case InkKind::test:
      return QColor::fromRgb(colors.andNegative);
    case InkKind::orNegative:
    case InkKind::theory:
      return QColor::fromRgb(colors.orNegative);
    case InkKind::reference:
      return QColor::fromRgb(colors.reference);
    case InkKind::text:
      return {0x20, 0x20, 0x20};
    case InkKind::faint:
      return {0x70, 0x70, 0x70};
    case InkKind::series: {
      constexpr int count = 6;
      return QColor::fromRgb(colors.series[static_cast<std::size_t>((ink.number % count + count) % count)]);
    }
  }
  return {0x20, 0x20, 0x20};
}

QColor diverging(double minusOneToOne, Palette palette) {
  if (std::isnan(minusOneToOne)) return Qt::white;
  const double share = std::clamp(minusOneToOne, -1.0, 1.0);
  return mixed(Qt::white, paperColor({share < 0.0 ? InkKind::andNegative : InkKind::andPositive}, palette),
               std::abs(share));
}

QColor sequential(double share, Palette palette) {
  static constexpr std::array<QRgb, 8> viridis{0x440154, 0x46327F, 0x365C8D, 0x277F8E,
                                               0x1FA187, 0x4AC26D, 0x9FDA3A, 0xFDE725};
  if (std::isnan(share)) return Qt::white;
  const double inside = std::clamp(share, 0.0, 1.0);
  if (palette == Palette::gray) return mixed(QColor(0xF4, 0xF4, 0xF4), QColor(0x10, 0x10, 0x10), inside);
  const double place = inside * (viridis.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(place), viridis.size() - 2);
  return mixed(QColor::fromRgb(viridis[i]), QColor::fromRgb(viridis[i + 1]), place - static_cast<double>(i));
}

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
