// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_variables.h"

#include "core/base/json_text.h"
#include "core/base/user_error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

using Json = nlohmann::json;

struct WrongVariables {};

void require(bool holds) {
  if (!holds) throw WrongVariables{};
}

std::vector<std::uint32_t> indices(const Json& json) {
  require(json.is_array());
  std::vector<std::uint32_t> list;
  for (const Json& index : json) {
    require(index.is_number_unsigned());
    list.push_back(index.get<std::uint32_t>());
  }
  return list;
}

StoredVariable readVariable(const Json& json) {
  require(json.is_object());
  StoredVariable variable;
  if (const auto name = json.find("name"); name != json.end()) {
    require(name->is_string());
    variable.name = name->get<std::string>();
  }
  if (const auto pixels = json.find("pixels"); pixels != json.end()) {
    require(pixels->is_array());
    for (const Json& rect : *pixels) {
      require(rect.is_array() && rect.size() == 4 && std::ranges::all_of(rect, &Json::is_number_integer));
      variable.pixels.push_back({rect[0], rect[1], rect[2], rect[3]});
    }
  }
  if (const auto found = json.find("positions"); found != json.end()) variable.positions = indices(*found);
  if (const auto found = json.find("elements"); found != json.end()) variable.elements = indices(*found);
  return variable;
}

VariablePlace boxAround(const std::vector<PixelRect>& rects) {
  std::int64_t top = rects.front().top, left = rects.front().left, bottom = top, right = left;
  for (const PixelRect& rect : rects) {
    top = std::min(top, rect.top);
    left = std::min(left, rect.left);
    bottom = std::max(bottom, rect.top + rect.height);
    right = std::max(right, rect.left + rect.width);
  }
  const auto number = [](std::int64_t pixels) { return static_cast<double>(pixels); };
  return {number(top), number(left), number(bottom - top), number(right - left)};
}

}  // namespace

std::vector<StoredVariable> readVariables(const std::string& json, const std::string& where,
                                          const std::string& sample) {
  std::vector<StoredVariable> variables;
  try {
    require(jsonProblem(json).empty());
    const Json list = Json::parse(json, nullptr, false);
    require(list.is_array());
    for (const Json& variable : list) variables.push_back(readVariable(variable));
  } catch (const WrongVariables&) {
    throw UserError(where + " is damaged (the input variables of sample \"" + sample +
                    "\" are not a list of names and pixels, positions or elements); copy it again, or compute it "
                    "again.");
  }
  return variables;
}

std::string writeVariables(const std::vector<InputVariable>& variables) {
  auto list = Json::array();
  for (const InputVariable& variable : variables) {
    Json json = Json::object();
    if (!variable.name.empty()) json["name"] = variable.name;
    if (!variable.rects.empty()) {
      auto& pixels = json["pixels"] = Json::array();
      for (const PixelRect& r : variable.rects) pixels.push_back({r.top, r.left, r.height, r.width});
    } else if (!variable.positions.empty()) {
      json["positions"] = variable.positions;
    } else {
      json["elements"] = variable.elements;
    }
    list.push_back(std::move(json));
  }
  return list.dump();
}

std::vector<StoredVariable> storedVariables(const ResultsHeader& header, std::size_t sample) {
  auto variables = readVariables(header.sampleVariables.at(sample), "The results file of " + header.run,
                                 sample < header.sampleNames.size() ? header.sampleNames[sample] : std::string());
  variables.resize(static_cast<std::size_t>(header.variables));
  return variables;
}

std::vector<std::string> storedVariableNames(const ResultsHeader& header, std::size_t sample) {
  std::vector<std::string> names;
  for (const StoredVariable& variable : storedVariables(header, sample))
    names.push_back(variable.name.empty() ? "variable " + std::to_string(names.size() + 1) : variable.name);
  return names;
}

std::optional<std::vector<VariablePlace>> storedVariablePlaces(const ResultsHeader& header, std::size_t sample) {
  std::vector<VariablePlace> places;
  for (const StoredVariable& variable : storedVariables(header, sample)) {
    if (variable.pixels.empty()) return std::nullopt;
    places.push_back(boxAround(variable.pixels));
  }
  return places;
}

}  // namespace spindle
