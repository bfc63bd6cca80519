// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_shapes.h"

#include "core/base/user_error.h"
#include "core/results/known_measurement.h"

#include <nlohmann/json.hpp>

namespace spindle {
namespace {

constexpr std::int64_t schema = 1;

[[noreturn]] void damaged(const ResultsHeader& header) {
  throw UserError("The results file of " + header.run +
                  " is damaged (its shapes do not fit together); measure them again with spindle measure shapes.");
}

}  // namespace

StoredMeasurement asStored(const Shapes& shapes) {
  auto columns = nlohmann::json::array();
  for (const Shapes::Column& one : shapes.columns)
    columns.push_back({{"name", one.name}, {"low", one.low}, {"high", one.high}, {"density", one.density}});
  const nlohmann::json json{{"columns", columns},
                            {"points", shapes.points},
                            {"members", shapes.members},
                            {"samples", shapes.samples},
                            {"output", shapes.output}};
  StoredMeasurement stored{Shapes::name, schema, json.dump(), {shapes.curves, shapes.importance}};
  if (shapes.members > 0) stored.arrays.push_back(shapes.memberCurves);
  return stored;
}

std::optional<Shapes> storedShapes(const ResultsHeader& header) {
  const StoredMeasurement* found =
      knownMeasurement(header, Shapes::name, schema, "The shapes in the results file of " + header.run + " have");
  if (found == nullptr) return std::nullopt;
  Shapes shapes;
  try {
    const auto json = nlohmann::json::parse(found->options);
    for (const auto& one : json.at("columns"))
      shapes.columns.push_back({one.at("name").get<std::string>(), one.at("low").get<double>(),
                                one.at("high").get<double>(), one.at("density").get<std::vector<double>>()});
    json.at("points").get_to(shapes.points);
    json.at("members").get_to(shapes.members);
    json.at("samples").get_to(shapes.samples);
    json.at("output").get_to(shapes.output);
  } catch (const nlohmann::json::exception&) {
    damaged(header);
  }
  for (const MeasuredArray& array : found->arrays) {
    if (array.name == "curves") shapes.curves = array;
    if (array.name == "importance") shapes.importance = array;
    if (array.name == "members") shapes.memberCurves = array;
  }
  using Extent = std::array<std::size_t, 3>;
  const std::size_t c = header.checkpoints(), k = shapes.columns.size();
  const bool fits = shapes.points >= 2 && shapes.curves.extent == Extent{c, k, shapes.points} &&
                    shapes.importance.extent == Extent{c, k, 1} &&
                    (shapes.members == 0 || shapes.memberCurves.extent == Extent{c, k, shapes.members * shapes.points});
  if (!fits) damaged(header);
  return shapes;
}

}  // namespace spindle
