#include "core/base/user_error.h"
#include "core/run/training_log.h"

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

std::optional<Json> parsed(std::string_view text) {
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

void addEntry(const Json& entry, const std::string& prefix, const LogPoint& position, LogBuilder& builder, int depth) {
  for (const auto& [key, value] : entry.items()) {
    if (value.is_object() && depth < 4) addEntry(value, prefix + key + "/", position, builder, depth + 1);
    if (!value.is_number()) continue;
    auto point = position;
    point.value = value.get<double>();
    builder.add(prefix + key, point);
  }
}

}  // namespace

TrainingLog readJsonLinesLog(std::string_view text, const std::string& name) {
  LogBuilder builder;
  std::size_t line = 0, positioned = 0;
  bool torn = false;
  while (!text.empty()) {
    ++line;
    const auto end = text.find('\n');
    auto row = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (row.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto entry = parsed(row);
    if (!entry || !entry->is_object()) {
      if (text.empty() && positioned > 0) {
        torn = true;
        break;
      }
      throw UserError(name + ": line " + std::to_string(line) + " is no JSON object; a log has one on each line.");
    }
    const LogPoint position{axis(*entry, stepKeys), axis(*entry, epochKeys), 0.0};
    if (std::isnan(position.step) && std::isnan(position.epoch)) continue;
    ++positioned;
    addEntry(*entry, "", position, builder, 0);
  }
  if (positioned == 0) throw UserError(name + " has no line with \"step\" or \"epoch\"; it is no training log.");
  auto log = std::move(builder).finish(name);
  if (torn) log.notes.push_back("the last line is cut off");
  return log;
}

TrainingLog readTrainerState(std::string_view text, const std::string& name) {
  const auto state = parsed(text);
  if (!state) throw UserError(name + " is not valid JSON; it may be cut off.");
  const auto history = state->is_object() ? state->find("log_history") : state->end();
  if (!state->is_object() || history == state->end() || !history->is_array()) {
    throw UserError(name + " has no list \"log_history\"; it is no trainer_state.json of the Hugging Face Trainer.");
  }
  LogBuilder builder;
  for (const auto& entry : *history) {
    if (!entry.is_object() || entry.contains("train_runtime")) continue;
    const LogPoint position{axis(entry, stepKeys), axis(entry, epochKeys), 0.0};
    if (std::isnan(position.step) && std::isnan(position.epoch)) continue;
    addEntry(entry, "", position, builder, 0);
  }
  auto log = std::move(builder).finish(name);
  log.epochsFinished = true;
  return log;
}

}  // namespace spindle
