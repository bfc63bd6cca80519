// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// Text to JSON. Throws UserError with the line and column of a syntax error, and for a key that stands twice.
nlohmann::ordered_json parseJson(const std::string& text, const std::string& file);

/// A value of a JSON file with its place, so that every complaint names the file, the key and what was expected.
/// Refers to the JSON it was made from. All getters throw UserError.
class JsonValue {
 public:
  JsonValue(const nlohmann::ordered_json& value, std::string file, std::string key);

  [[nodiscard]] bool isString() const { return value_->is_string(); }
  [[nodiscard]] bool isNumber() const { return value_->is_number(); }
  [[nodiscard]] bool isList() const { return value_->is_array(); }
  [[nodiscard]] bool isObject() const { return value_->is_object(); }

  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string word(const std::vector<std::string>& known) const;  ///< one of these
  [[nodiscard]] double number() const;
  [[nodiscard]] bool flag() const;
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] std::vector<JsonValue> items(const std::string& expectation) const;
  /// Keys and values of an object.
  [[nodiscard]] std::vector<std::pair<std::string, JsonValue>> entries(const std::string& expectation) const;
  [[nodiscard]] std::vector<double> numbers() const;
  [[nodiscard]] std::vector<std::string> texts() const;
  [[nodiscard]] std::vector<std::int64_t> integers(std::int64_t least, std::int64_t most) const;

  /// The value is an object with no other keys than these; `expectation` is for the sentence when it is not an object.
  void requireKeys(const std::vector<std::string>& known, const std::string& expectation) const;
  [[nodiscard]] std::optional<JsonValue> find(const std::string& key) const;
  [[nodiscard]] JsonValue at(const std::string& key) const;  ///< must be there

  /// Throws: FILE: "KEY" should be EXPECTATION, but is VALUE.
  [[noreturn]] void refuse(const std::string& expectation) const;

 private:
  const nlohmann::ordered_json* value_;
  std::string file_, key_;
};

}  // namespace spindle
