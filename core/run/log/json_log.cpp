// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/log/training_log.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <optional>

namespace spindle {
namespace {

using Json = nlohmann::ordered_json;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Python writes NaN, Infinity and -Infinity as bare words, which JSON does not have: null stands for them here.
std::string withoutBareWords(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  bool quoted = false;
  for (std::size_t i = 0; i < text.size();) {
    if (quoted) {
      if (text[i] == '\\' && i + 1 < text.size()) plain += text[i++];
      if (text[i] == '"') quoted = false;
      plain += text[i++];
      continue;
    }
    bool replaced = false;
    for (const std::string_view word : {"NaN", "-Infinity", "Infinity"}) {
      if (text.substr(i).starts_with(word)) {
        plain += "null";
        i += word.size();
        replaced = true;
        break;
      }
    }
    if (replaced) continue;
    quoted = text[i] == '"';
    plain += text[i++];
  }
  return plain;
}

/// nullopt where it is no JSON. `place` begins the sentence where it is too deep or too wide to be read.
std::optional<Json> parsed(std::string_view text, const std::string& place) {
  const auto problem = jsonProblem(text);
  if (!problem.empty()) throw UserError(place + " " + problem + "; it is not a training log.");
  auto json = Json::parse(withoutBareWords(text), nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

template <std::size_t N>
double axis(const Json& entry, const std::array<const char*, N>& keys) {
  for (const auto* key : keys) {
    const auto found = entry.find(key);
    if (found != entry.end() && found->is_number()) return found->template get<double>();
  }
  return unknown;
}

constexpr std::array<const char*, 7> stepKeys = {"step", "global_step", "_step", "iteration",
                                                 "iter", "num_updates", "n_iter"};
constexpr std::array<const char*, 2> epochKeys = {"epoch", "epochs"};

/// "val/" where the entry says that its values are of another part than the training data; else empty.
std::string partPrefix(const Json& entry) {
  for (const auto* key : {"mode", "split", "phase", "stage", "subset"}) {
    const auto found = entry.find(key);
    if (found == entry.end() || !found->is_string()) continue;
    const auto part = lowerCase(found->get<std::string>());
    return part.starts_with("train") ? std::string() : part + "/";
  }
  return {};
}

void addEntry(const Json& entry, const std::string& prefix, const LogPoint& position, LogBuilder& builder, int depth) {
  for (const auto& [key, value] : entry.items()) {
    if (value.is_object() && depth < 4) addEntry(value, prefix + key + "/", position, builder, depth + 1);
    if (!value.is_number()) continue;
    auto point = position;
    point.value = value.get<double>();
    builder.add(prefix + key, point);
  }
}

/// Adds the numbers of one entry where it has a place in the training; returns whether it has.
bool addPlaced(const Json& entry, LogBuilder& builder) {
  const LogPoint position{axis(entry, stepKeys), axis(entry, epochKeys), 0.0};
  if (std::isnan(position.step) && std::isnan(position.epoch)) return false;
  addEntry(entry, partPrefix(entry), position, builder, 0);
  return true;
}

template <std::size_t N>
const Json* listAt(const Json& lists, const std::array<const char*, N>& keys) {
  for (const auto* key : keys) {
    const auto found = lists.find(key);
    if (found != lists.end() && found->is_array()) return &*found;
  }
  return nullptr;
}

/// {"train_loss": [...], "test_loss": [...], "epoch": [...]}; without places, one value an epoch.
TrainingLog fromLists(const Json& lists, const std::string& name) {
  const Json* steps = listAt(lists, stepKeys);
  const Json* epochs = listAt(lists, epochKeys);
  LogBuilder builder(name);
  bool any = false;
  const auto place = [](const Json* list, std::size_t row) {
    const bool there = list != nullptr && row < list->size() && (*list)[row].is_number();
    return there ? (*list)[row].get<double>() : unknown;
  };
  for (const auto& [key, column] : lists.items()) {
    if (!column.is_array() || &column == steps || &column == epochs) continue;
    for (std::size_t row = 0; row < column.size(); ++row) {
      if (!column[row].is_number()) continue;
      LogPoint point{place(steps, row), place(epochs, row), column[row].get<double>()};
      if (steps == nullptr && epochs == nullptr) point.epoch = static_cast<double>(row + 1);
      if (std::isnan(point.step) && std::isnan(point.epoch)) continue;
      builder.add(key, point);
      any = true;
    }
  }
  if (!any) throw UserError(name + " has no list of numbers; it is not a training log.");
  auto log = std::move(builder).finish();
  if (steps == nullptr && epochs == nullptr)
    log.notes.push_back(name + " has no steps or epochs: values interpreted as one per epoch, the first after epoch 1");
  return log;
}

TrainingLog fromHistory(const Json& history, const std::string& name) {
  LogBuilder builder(name);
  for (const auto& entry : history) {
    if (entry.is_object() && !entry.contains("train_runtime")) addPlaced(entry, builder);
  }
  auto log = std::move(builder).finish();
  log.epochsFinished = true;
  return log;
}

}  // namespace

TrainingLog readJsonLinesLog(std::string_view text, const std::string& name) {
  LogBuilder builder(name);
  std::size_t line = 0, positioned = 0;
  bool torn = false;
  while (!text.empty()) {
    ++line;
    const auto end = text.find('\n');
    auto row = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (row.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto entry = parsed(row, name + ": line " + std::to_string(line));
    if (!entry || !entry->is_object()) {
      if (text.empty() && positioned > 0) {
        torn = true;
        break;
      }
      throw UserError(name + ": line " + std::to_string(line) + " is not a JSON object; a log has one per line.");
    }
    positioned += addPlaced(*entry, builder) ? 1 : 0;
  }
  if (positioned == 0) throw UserError(name + " has no line with \"step\" or \"epoch\"; it is not a training log.");
  auto log = std::move(builder).finish();
  if (torn) log.notes.push_back("the last line is cut off");
  return log;
}

TrainingLog readJsonLog(std::string_view text, const std::string& name) {
  const auto json = parsed(text, name);
  if (!json) {
    // A log with an object on each line is no JSON as a whole.
    const auto second = text.find("\n{");
    if (text.starts_with('{') && second != std::string_view::npos) return readJsonLinesLog(text, name);
    throw UserError(name + " is not valid JSON; it may be cut off.");
  }
  if (json->is_object() && json->contains("log_history") && json->at("log_history").is_array())
    return fromHistory(json->at("log_history"), name);
  if (json->is_object()) return fromLists(*json, name);
  LogBuilder builder(name);
  std::size_t placed = 0;
  if (json->is_array()) {
    for (const auto& entry : *json) placed += entry.is_object() && addPlaced(entry, builder) ? 1 : 0;
  }
  if (placed == 0)
    throw UserError(
        name +
        " has no \"log_history\", no lists of numbers and no entries with \"step\" or \"epoch\"; it is not a "
        "training log.");
  return std::move(builder).finish();
}

}  // namespace spindle
