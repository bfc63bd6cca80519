// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/paper_palette.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <array>

namespace spindle {
namespace {

constexpr std::array<std::string_view, 3> names{"safe", "red-blue", "gray"};

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

ColorTheme themeOf(Palette palette) {
  switch (palette) {
    case Palette::redBlue:
      return ColorTheme::redBlue;
    case Palette::gray:
      return ColorTheme::gray;
    case Palette::safe:
      break;
  }
  return ColorTheme::safe;
}

}  // namespace spindle
