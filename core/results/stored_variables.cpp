// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_variables.h"

#include <nlohmann/json.hpp>

namespace spindle {

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

}  // namespace spindle
