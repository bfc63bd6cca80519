// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors/color_scales.h"

#include <algorithm>
#include <cmath>

namespace spindle {

const std::array<QColor, 8>& viridis() {
  static const std::array<QColor, 8> colors{
      QColor(0x44, 0x01, 0x54), QColor(0x46, 0x32, 0x7F), QColor(0x36, 0x5C, 0x8D), QColor(0x27, 0x7F, 0x8E),
      QColor(0x1F, 0xA1, 0x87), QColor(0x4A, 0xC2, 0x6D), QColor(0x9F, 0xDA, 0x3A), QColor(0xFD, 0xE7, 0x25)};
  return colors;
}

QColor sequentialColor(double share, ColorTheme theme) {
  if (std::isnan(share)) return themeColor(ColorRole::ground, theme);
  const double inside = std::clamp(share, 0.0, 1.0);
  if (theme == ColorTheme::gray) return mixedColor(QColor(0xF4, 0xF4, 0xF4), QColor(0x10, 0x10, 0x10), inside);
  const double place = inside * static_cast<double>(viridis().size() - 1);
  const auto i = std::min(static_cast<std::size_t>(place), viridis().size() - 2);
  return mixedColor(viridis()[i], viridis()[i + 1], place - static_cast<double>(i));
}

QColor divergingColor(double minusOneToOne, ColorTheme theme, const QColor& words, const QColor& ground) {
  const auto color = [&](ColorRole role) { return themeColor(role, theme, words, ground); };
  if (std::isnan(minusOneToOne)) return color(ColorRole::ground);
  const double share = std::clamp(minusOneToOne, -1.0, 1.0);
  return mixedColor(color(ColorRole::middle), color(share < 0.0 ? ColorRole::andNegative : ColorRole::andPositive),
                    std::abs(share));
}

QColor divergingColor(double minusOneToOne, ColorTheme theme) {
  return divergingColor(minusOneToOne, theme, themeColor(ColorRole::words, theme),
                        themeColor(ColorRole::ground, theme));
}

}  // namespace spindle
