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
                                 header.sampleNames.at(sample));
  variables.resize(static_cast<std::size_t>(header.variables));
  return variables;
}

std::vector<std::string> storedVariableNames(const ResultsHeader& header, std::size_t sample) {
  std::vector<std::string> names;
  for (const StoredVariable& variable : storedVariables(header, sample))
    names.push_back(variable.name.empty() ? "variable " + std::to_string(names.size() + 1) : variable.name);
  return names;
}

}  // namespace spindle
