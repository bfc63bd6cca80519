// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/description/json_value.h"

#include "core/base/json_text.h"
#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace spindle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostShown = 60;

/// Cut to a part of a line, between characters.
std::string shortened(std::string text) {
  if (text.size() <= mostShown) return text;
  auto size = mostShown - 3;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) --size;
  text.resize(size);
  return text + "...";
}

std::string shown(const Json& value) {
  if (value.is_object()) return "an object";
  const bool plain = !value.is_array() ||
                     std::none_of(value.begin(), value.end(), [](const Json& item) { return item.is_structured(); });
  if (value.is_array() && (value.size() > 8 || !plain)) return "a list of " + std::to_string(value.size());
  return shortened(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string place(const std::string& text, std::size_t byte) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte > 0 ? byte - 1 : 0, text.size()));
  const auto line = std::count(text.begin(), end, '\n') + 1;
  const auto lineStart = std::find(std::make_reverse_iterator(end), text.rend(), '\n').base();
  return "line " + std::to_string(line) + ", column " + std::to_string(end - lineStart + 1);
}

std::string reason(const std::string& message) {
  // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing ...; last read: ..."
  const auto colon = message.find(": ");
  auto text = colon == std::string::npos ? message : message.substr(colon + 2);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 32; }, ' ');
  return text.size() > 160 ? text.substr(0, 157) + "..." : text;
}

std::string oneOf(const std::vector<std::string>& words) {
  std::string text = "one of ";
  for (std::size_t i = 0; i < words.size(); ++i) text += (i > 0 ? ", \"" : "\"") + words[i] + "\"";
  return text;
}

}  // namespace

nlohmann::ordered_json parseJson(const std::string& text, const std::string& file) {
  const auto problem = jsonProblem(text);
  if (!problem.empty()) throw UserError(file + " " + problem + "; no run description is so deep or so long.");
  std::vector<std::set<std::string>> open;
  std::string repeated;
  const auto watchKeys = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end && !open.empty()) open.pop_back();
    if (event == Json::parse_event_t::key && !open.empty() && !open.back().insert(parsed.get<std::string>()).second &&
        repeated.empty()) {
      repeated = parsed.get<std::string>();
    }
    return true;
  };
  try {
    auto json = Json::parse(text, watchKeys);
    if (!repeated.empty())
      throw UserError(file + ": the key \"" + shortened(repeated) + "\" appears twice; remove one.");
    return json;
  } catch (const Json::parse_error& error) {
    throw UserError(file + " is not valid JSON at " + place(text, error.byte) + ": " + reason(error.what()) + ".");
  } catch (const Json::exception& error) {
    throw UserError(file + " is not valid JSON: " + reason(error.what()) + ".");
  }
}

JsonValue::JsonValue(const nlohmann::ordered_json& value, std::string file, std::string key)
    : value_(&value), file_(std::move(file)), key_(std::move(key)) {}

void JsonValue::refuse(const std::string& expectation) const {
  const auto subject = key_.empty() ? std::string("the file") : "\"" + key_ + "\"";
  throw UserError(file_ + ": " + subject + " should be " + expectation + ", but is " + shown(*value_) + ".");
}

std::string JsonValue::text() const {
  if (!value_->is_string()) refuse("a string");
  return value_->get<std::string>();
}

std::string JsonValue::word(const std::vector<std::string>& known) const {
  if (!value_->is_string() || std::find(known.begin(), known.end(), value_->get<std::string>()) == known.end()) {
    refuse(oneOf(known));
  }
  return value_->get<std::string>();
}

double JsonValue::number() const {
  if (!value_->is_number() || !std::isfinite(value_->get<double>())) refuse("a number");
  return value_->get<double>();
}

bool JsonValue::flag() const {
  if (!value_->is_boolean()) refuse("true or false");
  return value_->get<bool>();
}

std::int64_t JsonValue::integer(std::int64_t least, std::int64_t most) const {
  const auto complain = [&] { refuse("a whole number from " + std::to_string(least) + " to " + std::to_string(most)); };
  if (value_->is_number_unsigned() && value_->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) complain();
  if (!value_->is_number_integer()) complain();
  const auto number = value_->get<std::int64_t>();
  if (number < least || number > most) complain();
  return number;
}

std::vector<JsonValue> JsonValue::items(const std::string& expectation) const {
  if (!value_->is_array()) refuse(expectation);
  std::vector<JsonValue> list;
  for (std::size_t i = 0; i < value_->size(); ++i) {
    list.emplace_back((*value_)[i], file_, key_ + "[" + std::to_string(i) + "]");
  }
  return list;
}

std::vector<std::pair<std::string, JsonValue>> JsonValue::entries(const std::string& expectation) const {
  if (!value_->is_object()) refuse(expectation);
  std::vector<std::pair<std::string, JsonValue>> list;
  for (const auto& [key, value] : value_->items()) list.emplace_back(key, JsonValue(value, file_, key_ + "." + key));
  return list;
}

std::vector<double> JsonValue::numbers() const {
  std::vector<double> list;
  for (const auto& item : items("a list of numbers")) list.push_back(item.number());
  return list;
}

std::vector<std::string> JsonValue::texts() const {
  std::vector<std::string> list;
  for (const auto& item : items("a list of strings")) list.push_back(item.text());
  return list;
}

std::vector<std::int64_t> JsonValue::integers(std::int64_t least, std::int64_t most) const {
  std::vector<std::int64_t> list;
  for (const auto& item : items("a list of whole numbers")) list.push_back(item.integer(least, most));
  return list;
}

void JsonValue::requireKeys(const std::vector<std::string>& known, const std::string& expectation) const {
  if (!value_->is_object()) refuse(expectation);
  for (const auto& [key, value] : value_->items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const auto near = key.size() > mostShown ? std::string() : closest(key, known);
    const auto where = key_.empty() ? std::string() : " in \"" + key_ + "\"";
    const auto advice = near.empty() ? "the keys are " + listed(known, known.size()) : "did you mean \"" + near + "\"?";
    throw UserError(file_ + ": unknown key \"" + shortened(key) + "\"" + where + "; " + advice +
                    (near.empty() ? "." : ""));
  }
}

std::optional<JsonValue> JsonValue::find(const std::string& key) const {
  if (!value_->is_object()) return std::nullopt;
  const auto found = value_->find(key);
  if (found == value_->end()) return std::nullopt;
  return JsonValue(*found, file_, key_.empty() ? key : key_ + "." + key);
}

JsonValue JsonValue::at(const std::string& key) const {
  const auto found = find(key);
  if (!found) refuse("an object with the key \"" + key + "\"");
  return *found;
}

}  // namespace spindle
