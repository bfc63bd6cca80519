// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_variables.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

/// The box around rectangles [top, left, height, width]; none where they are anything else.
std::optional<VariablePlace> boxAround(const nlohmann::json& rects) {
  if (!rects.is_array() || rects.empty()) return std::nullopt;
  double top = 0.0, left = 0.0, bottom = 0.0, right = 0.0;
  bool first = true;
  for (const auto& rect : rects) {
    const bool numbers = rect.is_array() && rect.size() == 4 &&
                         std::all_of(rect.begin(), rect.end(), [](const auto& value) { return value.is_number(); });
    if (!numbers) return std::nullopt;
    const double y = rect[0], x = rect[1], height = rect[2], width = rect[3];
    top = first ? y : std::min(top, y);
    left = first ? x : std::min(left, x);
    bottom = first ? y + height : std::max(bottom, y + height);
    right = first ? x + width : std::max(right, x + width);
    first = false;
  }
  return VariablePlace{top, left, bottom - top, right - left};
}

}  // namespace

std::vector<std::string> storedVariableNames(const ResultsHeader& header, std::size_t sample) {
  const auto json = nlohmann::json::parse(header.sampleVariables.at(sample), nullptr, false);
  const int count = header.variables;
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    std::string name;
    if (json.is_array() && at < json.size() && json[at].is_object() && json[at].contains("name") &&
        json[at]["name"].is_string())
      name = json[at]["name"].get<std::string>();
    names.push_back(name.empty() ? "variable " + std::to_string(i + 1) : name);
  }
  return names;
}

std::optional<std::vector<VariablePlace>> storedVariablePlaces(const ResultsHeader& header, std::size_t sample) {
  const auto json = nlohmann::json::parse(header.sampleVariables.at(sample), nullptr, false);
  if (!json.is_array() || json.size() != static_cast<std::size_t>(header.variables)) return std::nullopt;
  std::vector<VariablePlace> places;
  for (const auto& variable : json) {
    if (!variable.is_object() || !variable.contains("pixels")) return std::nullopt;
    const auto box = boxAround(variable["pixels"]);
    if (!box) return std::nullopt;
    places.push_back(*box);
  }
  return places;
}

}  // namespace spindle
