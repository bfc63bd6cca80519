// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/tensor.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <string>

namespace spindle::test {

inline nlohmann::ordered_json goldenJson(const std::string& name) {
  std::ifstream file(std::string(SPINDLE_GOLDEN_DIR) + "/" + name);
  return nlohmann::ordered_json::parse(file);
}

/// Python's view of a number: text where JSON has no number for it ("inf").
inline double goldenNumber(const nlohmann::ordered_json& value) {
  return value.is_string() ? std::stod(value.get<std::string>()) : value.get<double>();
}

/// {"dtype", "shape", "values" or "first_values"} of expected.json against what was read, exactly.
inline bool sameTensor(const NamedTensor& actual, const std::string& name, const nlohmann::ordered_json& expected) {
  const auto differs = [&](const std::string& what) {
    qWarning("%s (expected %s): %s", actual.name.c_str(), name.c_str(), what.c_str());
    return false;
  };
  if (actual.name != name) return differs("name");
  const auto& tensor = actual.tensor;
  if (nameOf(tensor.type) != expected["dtype"].get<std::string>()) return differs(std::string(nameOf(tensor.type)));
  if (tensor.shape != expected["shape"].get<std::vector<std::int64_t>>()) return differs(shapeText(tensor.shape));
  const bool all = expected.contains("values");
  const auto& values = all ? expected["values"] : expected["first_values"];
  const auto numbers = tensor.toDoubles();
  std::size_t count = 1;
  for (const auto length : tensor.shape) count *= static_cast<std::size_t>(length);
  if (numbers.size() != count || values.size() > count || (all && values.size() != count)) {
    return differs(std::to_string(numbers.size()) + " values");
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (numbers[i] != goldenNumber(values[i]))
      return differs("value " + std::to_string(i) + " is " + std::to_string(numbers[i]));
  }
  return true;
}

}  // namespace spindle::test
