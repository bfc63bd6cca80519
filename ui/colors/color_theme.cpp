// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors/color_theme.h"

#include <array>
#include <cmath>

namespace spindle {
namespace {

/// A color of its own, or the words' with a share of the ground mixed in.
struct Tone {
  QRgb color = 0;
  double ground = -1.0;
};

constexpr Tone operator""_c(unsigned long long color) {
  return {static_cast<QRgb>(color), -1.0};
}

constexpr Tone operator""_g(long double ground) {
  return {0, static_cast<double>(ground)};
}

struct TableLine {
  ColorRole role = ColorRole::words;
  std::array<Tone, 5> tones;  ///< in the order of ColorTheme
};

// _c: a color; _g: how much of the ground is in a neutral one. Positive and negative are apart for color-blind readers
// in each theme: Okabe and Ito's pair, and that of diverging maps; gray has AND dark and light by sign, OR in between.
// What the window alone draws is on paper as on a light screen.
// clang-format off
constexpr auto tableLines() {
  using enum ColorRole;
  return std::array{
    //                       light        dark         safe         redBlue      gray
    TableLine{andPositive, {{0x0072B2_c,  0x56B4E9_c,  0x0072B2_c,  0x2166AC_c,  0x303030_c}}},
    TableLine{orPositive,  {{0x0072B2_c,  0x56B4E9_c,  0x8CC2E3_c,  0x92C5DE_c,  0x585858_c}}},
    TableLine{andNegative, {{0xD55E00_c,  0xE87A2B_c,  0xD55E00_c,  0xB2182B_c,  0x9A9A9A_c}}},
    TableLine{orNegative,  {{0xD55E00_c,  0xE87A2B_c,  0xF4B78A_c,  0xF4A582_c,  0xC8C8C8_c}}},
    TableLine{train,       {{0x007E5B_c,  0x3FC79F_c,  0x0072B2_c,  0x2166AC_c,  0x303030_c}}},
    TableLine{test,        {{0xA84A82_c,  0xDE9AC3_c,  0xD55E00_c,  0xB2182B_c,  0x9A9A9A_c}}},
    TableLine{measured,    {{0x0072B2_c,  0x56B4E9_c,  0x0072B2_c,  0x2166AC_c,  0x303030_c}}},
    TableLine{theory,      {{0xD55E00_c,  0xE87A2B_c,  0xF4B78A_c,  0xF4A582_c,  0xC8C8C8_c}}},
    TableLine{reference,   {{0x007E5B_c,  0x3FC79F_c,  0x009E73_c,  0x1B7837_c,  0x606060_c}}},
    TableLine{series1,     {{0x0072B2_c,  0x56B4E9_c,  0x0072B2_c,  0x0072B2_c,  0x202020_c}}},
    TableLine{series2,     {{0xD55E00_c,  0xE87A2B_c,  0xE69F00_c,  0xE69F00_c,  0x8A8A8A_c}}},
    TableLine{series3,     {{0x007E5B_c,  0x3FC79F_c,  0x009E73_c,  0x009E73_c,  0x505050_c}}},
    TableLine{series4,     {{0xA84A82_c,  0xDE9AC3_c,  0xD55E00_c,  0xD55E00_c,  0xB4B4B4_c}}},
    TableLine{series5,     {{0xC98A00_c,  0xC98A00_c,  0xCC79A7_c,  0xCC79A7_c,  0x6C6C6C_c}}},
    TableLine{series6,     {{0.38_g,      0.38_g,      0x56B4E9_c,  0x56B4E9_c,  0xA0A0A0_c}}},
    TableLine{words,       {{0.0_g,       0.0_g,       0.0_g,       0.0_g,       0.0_g}}},
    TableLine{quiet,       {{0.38_g,      0.38_g,      0.359_g,     0.359_g,     0.359_g}}},
    TableLine{faint,       {{0.45_g,      0.45_g,      0.359_g,     0.359_g,     0.359_g}}},
    TableLine{axis,        {{0.45_g,      0.45_g,      0.0_g,       0.0_g,       0.0_g}}},
    TableLine{grid,        {{0.88_g,      0.88_g,      0.682_g,     0.682_g,     0.682_g}}},
    TableLine{middle,      {{0.92_g,      0.92_g,      1.0_g,       1.0_g,       1.0_g}}},
    TableLine{ground,      {{1.0_g,       1.0_g,       1.0_g,       1.0_g,       1.0_g}}},
    TableLine{between,     {{0.38_g,      0.38_g,      0.43_g,      0.43_g,      0.43_g}}},
    TableLine{playhead,    {{0x9A6A00_c,  0xFFD34D_c,  0x9A6A00_c,  0x9A6A00_c,  0x9A6A00_c}}},
    TableLine{lit,         {{0xFFD34D_c,  0xFFD34D_c,  0xFFD34D_c,  0xFFD34D_c,  0xFFD34D_c}}},
    TableLine{failed,      {{0xB42318_c,  0xFF7B72_c,  0xB42318_c,  0xB42318_c,  0xB42318_c}}},
    TableLine{firstRun,    {{0x0072B2_c,  0x56B4E9_c,  0x0072B2_c,  0x0072B2_c,  0x0072B2_c}}},
    TableLine{secondRun,   {{0xC98600_c,  0xF0B42C_c,  0xC98600_c,  0xC98600_c,  0xC98600_c}}},
    TableLine{region,      {{0x56B4E9_c,  0x56B4E9_c,  0x56B4E9_c,  0x56B4E9_c,  0x56B4E9_c}}},
    TableLine{regionEdge,  {{0x6CC5F5_c,  0x6CC5F5_c,  0x6CC5F5_c,  0x6CC5F5_c,  0x6CC5F5_c}}},
    TableLine{regionRest,  {{0x9FC4DB_c,  0x9FC4DB_c,  0x9FC4DB_c,  0x9FC4DB_c,  0x9FC4DB_c}}},
  };
}
// clang-format on
constexpr auto table = tableLines();

constexpr bool inOrder() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].role) != i) return false;
  }
  return table.size() == static_cast<std::size_t>(ColorRole::regionRest) + 1;
}
static_assert(inOrder(), "one line for each role, in the order of ColorRole");

struct Neutrals {
  QRgb words, ground;
};
constexpr std::array<Neutrals, 5> neutrals{
    {{0x1B1B1B, 0xFFFFFF}, {0xE6E6E6, 0x1E1E1E}, {0x202020, 0xFFFFFF}, {0x202020, 0xFFFFFF}, {0x202020, 0xFFFFFF}}};

}  // namespace

ColorRole roleOf(const Ink& ink) {
  constexpr int count = 6;
  switch (ink.kind) {
    case InkKind::andPositive:
      return ColorRole::andPositive;
    case InkKind::orPositive:
      return ColorRole::orPositive;
    case InkKind::andNegative:
      return ColorRole::andNegative;
    case InkKind::orNegative:
      return ColorRole::orNegative;
    case InkKind::train:
      return ColorRole::train;
    case InkKind::test:
      return ColorRole::test;
    case InkKind::measured:
      return ColorRole::measured;
    case InkKind::theory:
      return ColorRole::theory;
    case InkKind::reference:
      return ColorRole::reference;
    case InkKind::faint:
      return ColorRole::faint;
    case InkKind::series:
      return static_cast<ColorRole>(static_cast<int>(ColorRole::series1) + (ink.number % count + count) % count);
    case InkKind::text:
      break;
  }
  return ColorRole::words;
}

QColor mixedColor(const QColor& from, const QColor& to, double share) {
  const auto channel = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
  return {channel(from.red(), to.red()), channel(from.green(), to.green()), channel(from.blue(), to.blue())};
}

QColor themeColor(ColorRole role, ColorTheme theme, const QColor& words, const QColor& ground) {
  const Tone& tone = table[static_cast<std::size_t>(role)].tones[static_cast<std::size_t>(theme)];
  return tone.ground < 0.0 ? QColor::fromRgb(tone.color) : mixedColor(words, ground, tone.ground);
}

QColor themeColor(ColorRole role, ColorTheme theme) {
  const Neutrals& own = neutrals[static_cast<std::size_t>(theme)];
  return themeColor(role, theme, QColor::fromRgb(own.words), QColor::fromRgb(own.ground));
}

}  // namespace spindle
