// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_style.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Where a figure will be printed: the widths of its page and the sizes of text that suit its body.
struct Venue {
  std::string name;                             ///< word of the command line: "icml"
  std::string title;                            ///< "ICML"
  double columnInches = 5.5, fullInches = 5.5;  ///< equal where there is one column
  double labelPoints = 9.0, tickPoints = 7.0;
  FigureFont font = FigureFont::serif;
  double lines = 1.0;

  [[nodiscard]] bool twoColumns() const { return columnInches < fullInches; }
};

/// The venues that Spindle knows, from their author kits (tueplots for some); in the order in which they are offered.
const std::vector<Venue>& knownVenues();

/// Venues of one's own from a JSON file, {"thesis": {"column": 5.9, "full": 5.9, "labels": 10, "ticks": 8, "lines": 1,
/// "font": "serif"}}: column is required, full is the column where it is missing, the rest as NeurIPS. Throws UserError
/// with the key and what was expected.
std::vector<Venue> readVenues(const std::filesystem::path& file);

/// The known ones, with those of venues.json in the user's folder of settings (spindle/venues.json in
/// $XDG_CONFIG_HOME) before them where there is one. Throws UserError.
std::vector<Venue> allVenues();

/// Throws UserError that lists the names.
const Venue& venueNamed(const std::vector<Venue>& venues, const std::string& name);

/// The style with width, font and sizes of the venue.
FigureStyle styled(FigureStyle style, const Venue& venue, bool full);

/// "sans" or "serif". Throws UserError.
FigureFont fontFrom(const std::string& text);
std::string toText(FigureFont font);

/// Throws UserError with the package that is missing where the font cannot be drawn. Needs a QGuiApplication.
void requireFont(FigureFont font);

}  // namespace spindle
