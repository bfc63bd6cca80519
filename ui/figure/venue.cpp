// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/venue.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "ui/chart/figure_canvas.h"
#include "ui/figure/json_file.h"

#include <QFontInfo>
#include <QImage>
#include <QPainter>
#include <QStandardPaths>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

double numberIn(const Json& object, const char* key, double usual, double low, double high, const std::string& where) {
  if (!object.contains(key)) return usual;
  const Json& value = object[key];
  if (value.is_number() && value.get<double>() >= low && value.get<double>() <= high) return value.get<double>();
  throw UserError(where + ": \"" + key + "\" must be a number from " + shortest(low) + " to " + shortest(high) + ".");
}

Venue venueFrom(const std::string& name, const Json& object, const std::string& where) {
  if (!object.is_object() || !object.contains("column"))
    throw UserError(where + ": expected an object with \"column\", the width in inches, such as {\"column\": 5.9}.");
  Venue venue{name, name};
  for (const auto& [key, value] : object.items()) {
    static const std::vector<std::string> keys{"column", "full", "labels", "ticks", "lines", "font", "title"};
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      throw UserError(where + ": there is no key \"" + printable(key) + "\"; it takes " + listed(keys, keys.size()) +
                      ".");
  }
  venue.columnInches = numberIn(object, "column", 0.0, 1.0, 60.0, where);
  venue.fullInches = numberIn(object, "full", venue.columnInches, venue.columnInches, 60.0, where);
  venue.labelPoints = numberIn(object, "labels", venue.labelPoints, 4.0, 60.0, where);
  venue.tickPoints = numberIn(object, "ticks", venue.tickPoints, 4.0, 60.0, where);
  venue.lines = numberIn(object, "lines", venue.lines, 0.25, 10.0, where);
  const auto text = [&](const char* key, const std::string& usual) {
    if (!object.contains(key)) return usual;
    if (!object[key].is_string()) throw UserError(where + ": \"" + key + "\" must be a text.");
    return printable(object[key].get<std::string>());
  };
  venue.title = text("title", name);
  venue.font = fontFrom(text("font", "serif"));
  return venue;
}

}  // namespace

const std::vector<Venue>& knownVenues() {
  constexpr auto serif = FigureFont::serif, sans = FigureFont::sans;
  static const std::vector<Venue> venues{{"neurips", "NeurIPS", 5.5, 5.5, 9.0, 7.0, serif},
                                         {"iclr", "ICLR", 5.5, 5.5, 9.0, 7.0, serif},
                                         {"icml", "ICML", 3.25, 6.75, 8.0, 6.0, serif},
                                         {"aistats", "AISTATS", 3.25, 6.75, 9.0, 7.0, serif},
                                         {"cvpr", "CVPR, ICCV", 3.28, 6.875, 8.0, 7.0, serif},
                                         {"eccv", "ECCV, LNCS", 4.8, 4.8, 9.0, 7.0, serif},
                                         {"acl", "ACL, EMNLP", 3.03, 6.3, 9.0, 7.0, serif},
                                         {"aaai", "AAAI", 3.3, 6.975, 9.0, 7.0, serif},
                                         {"jmlr", "JMLR", 6.0, 6.0, 9.95, 7.95, serif},
                                         {"tmlr", "TMLR", 6.5, 6.5, 9.0, 7.0, serif},
                                         {"ieee", "IEEE", 3.5, 7.16, 8.0, 8.0, serif},
                                         {"nature", "Nature", 3.5, 7.2, 7.0, 6.0, sans},
                                         {"slides", "Slides, 16:9", 4.96, 4.96, 10.0, 8.0, sans, 1.5},
                                         {"poster", "Poster", 12.0, 24.0, 28.0, 22.0, sans, 3.0}};
  return venues;
}

std::vector<Venue> readVenues(const fs::path& file) {
  std::vector<Venue> venues;
  const Json json = readJsonObject(file);
  for (const auto& [name, object] : json.items())
    venues.push_back(venueFrom(printable(name), object, file.string() + ": " + printable(name)));
  return venues;
}

std::vector<Venue> allVenues() {
  std::vector<Venue> venues;
  const QString own =
      QStandardPaths::locate(QStandardPaths::GenericConfigLocation, QStringLiteral("spindle/venues.json"));
  if (!own.isEmpty()) venues = readVenues(own.toStdString());
  venues.insert(venues.end(), knownVenues().begin(), knownVenues().end());
  return venues;
}

const Venue& venueNamed(const std::vector<Venue>& venues, const std::string& name) {
  std::vector<std::string> names;
  for (const Venue& venue : venues) {
    if (venue.name == name) return venue;
    names.push_back(venue.name);
  }
  throw UserError("\"" + printable(name) + "\" is not a venue; choose one of " + listed(names, names.size()) +
                  ", or give --width in inches.");
}

FigureStyle styled(FigureStyle style, const Venue& venue, bool full) {
  style.widthInches = full ? venue.fullInches : venue.columnInches;
  style.labelPoints = venue.labelPoints;
  style.tickPoints = venue.tickPoints;
  style.font = venue.font;
  style.lines = venue.lines;
  return style;
}

FigureFont fontFrom(const std::string& text) {
  if (text == "sans") return FigureFont::sans;
  if (text == "serif") return FigureFont::serif;
  throw UserError("\"" + printable(text) + "\" is not a font of figures; choose sans or serif.");
}

std::string toText(FigureFont font) {
  return font == FigureFont::serif ? "serif" : "sans";
}

void requireFont(FigureFont font) {
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  PaperStyle style;
  style.font = font;
  const QFont wanted = FigureCanvas(painter, style).font(style.labelPoints);
  if (QFontInfo(wanted).family() == wanted.family()) return;
  const bool serif = font == FigureFont::serif;
  throw UserError("The font " + wanted.family().toStdString() + " is not installed; install the package " +
                  (serif ? "fonts-liberation2, or choose --font sans." : "fonts-dejavu-core."));
}

}  // namespace spindle
