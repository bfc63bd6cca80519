// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_options.h"

#include "core/base/user_error.h"
#include "ui/figure/venue.h"

#include <CLI/CLI.hpp>

namespace spindle::app {

void FigureOptions::addTo(CLI::App& command) {
  std::string names;
  for (const Venue& known : knownVenues()) names += (names.empty() ? "" : ", ") + known.name;
  command.add_option("--venue", venue,
                     "Where it will be printed, which sets width, font and sizes: " + names +
                         ", or one of your own in spindle/venues.json in the folder of settings (~/.config)");
  command.add_option("--column", column, "With --venue: one column (default) or the full width of the page")
      ->check(CLI::IsMember({"one", "full"}));
  command.add_option("--width", width, "Width in inches (default 5.5, or that of the venue)")
      ->check(CLI::Range(1.0, 60.0));
  command.add_option("--font", font, "sans (default) or serif, which has the widths of Times")
      ->check(CLI::IsMember({"sans", "serif"}));
  command.add_option("--labels", labels, "Size of the labels of axes in points (default 9)")
      ->check(CLI::Range(4.0, 60.0));
  command.add_option("--ticks", ticks, "Size of the labels of ticks in points (default 7)")
      ->check(CLI::Range(4.0, 60.0));
  command.add_option("--lines", lines, "Factor of the widths of lines (default 1)")->check(CLI::Range(0.25, 10.0));
  command.add_option("--palette", palette, "Colors: safe for color-blind readers (default), red-blue or gray")
      ->check(CLI::IsMember({"safe", "red-blue", "gray"}));
  command.add_flag("--hatch", hatch, "Hatch negative bars, for grayscale printing");
  command.add_flag("--no-note", noNote, "Leave out the small print with the choices behind the figure");
  command.add_flag("--outlines", outlines, "Letters of an SVG as shapes, where its font may be missing");
  command.add_option("--dpi", dpi, "Dots per inch of a PNG (default 300)")->check(CLI::Range(30.0, 2400.0));
  command.add_flag("--transparent", transparent, "A PNG without a white ground");
}

FigureStyle FigureOptions::style() const {
  if (venue.empty() && column != "one")
    throw UserError("--column has an effect with --venue only; give both, or --width in inches.");
  FigureStyle style;
  if (!venue.empty()) style = styled(style, venueNamed(allVenues(), venue), column == "full");
  const auto set = [](double& value, double given) {
    if (given >= 0.0) value = given;
  };
  set(style.widthInches, width);
  set(style.labelPoints, labels);
  set(style.tickPoints, ticks);
  set(style.lines, lines);
  set(style.pngDpi, dpi);
  if (!font.empty()) style.font = fontFrom(font);
  if (!palette.empty()) style.palette = paletteFrom(palette);
  style.hatchNegative = hatch;
  style.note = !noNote;
  style.transparent = transparent;
  style.outlines = outlines;
  return style;
}

std::optional<double> FigureOptions::columnInches() const {
  if (venue.empty()) return std::nullopt;
  return styled({}, venueNamed(allVenues(), venue), column == "full").widthInches;
}

}  // namespace spindle::app
