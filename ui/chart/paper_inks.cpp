// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_inks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

QColor mixed(const QColor& from, const QColor& to, double share) {
  const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
  return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

QColor seriesColor(int number) {
  static constexpr std::array<QRgb, 6> colors{0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9};
  constexpr int count = static_cast<int>(colors.size());
  return QColor::fromRgb(colors[static_cast<std::size_t>((number % count + count) % count)]);
}

}  // namespace

QColor paperColor(const Ink& ink) {
  switch (ink.kind) {
    case InkKind::andPositive:
    case InkKind::train:
    case InkKind::measured:
      return {0x00, 0x72, 0xB2};
    case InkKind::orPositive:
      return {0x8C, 0xC2, 0xE3};
    case InkKind::andNegative:
    case InkKind::test:
      return {0xD5, 0x5E, 0x00};
    case InkKind::orNegative:
    case InkKind::theory:
      return {0xF4, 0xB7, 0x8A};
    case InkKind::reference:
      return {0x00, 0x9E, 0x73};
    case InkKind::text:
      return {0x20, 0x20, 0x20};
    case InkKind::faint:
      return {0x70, 0x70, 0x70};
    case InkKind::series:
      return seriesColor(ink.number);
  }
  return {0x20, 0x20, 0x20};
}

QList<qreal> paperDashes(LineStyle style) {
  switch (style) {
    case LineStyle::dashed:
      return {4.0, 2.5};
    case LineStyle::dotted:
      return {1.5, 1.5};
    case LineStyle::solid:
    case LineStyle::none:
      break;
  }
  return {};
}

QPen paperPen(const QColor& color, double width, LineStyle style) {
  QPen pen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
  if (const QList<qreal> dashes = paperDashes(style); !dashes.isEmpty()) pen.setDashPattern(dashes);
  return pen;
}

QColor paperTint(const QColor& color) {
  return mixed(color, Qt::white, 0.65);
}

QColor paperVeil(QColor color) {
  color.setAlphaF(0.25F);
  return color;
}

QColor viridis(double share) {
  static constexpr std::array<QRgb, 8> colors{0x440154, 0x46327F, 0x365C8D, 0x277F8E,
                                              0x1FA187, 0x4AC26D, 0x9FDA3A, 0xFDE725};
  if (std::isnan(share)) return Qt::white;
  const double place = std::clamp(share, 0.0, 1.0) * (colors.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(place), colors.size() - 2);
  return mixed(QColor::fromRgb(colors[i]), QColor::fromRgb(colors[i + 1]), place - static_cast<double>(i));
}

QColor diverging(double minusOneToOne) {
  if (std::isnan(minusOneToOne)) return Qt::white;
  const double share = std::clamp(minusOneToOne, -1.0, 1.0);
  return mixed(Qt::white, paperColor({share < 0.0 ? InkKind::andNegative : InkKind::andPositive}), std::abs(share));
}

}  // namespace spindle
