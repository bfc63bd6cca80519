// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_record.h"

#include "core/base/json_text.h"
#include "core/base/regular_file.h"
#include "core/base/user_error.h"
#include "core/results/stored_variables.h"
#include "core/store/output_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace spindle {
namespace {

using Json = nlohmann::ordered_json;

constexpr int version = 1;
constexpr std::uintmax_t mostBytes = 64U << 20U;

InputVariable variableFrom(const StoredVariable& stored, const SampleSet& set, const Sample& sample) {
  const InputFormat& format = set.format;
  if (!stored.pixels.empty()) return rectVariable(format, stored.pixels, stored.name);
  if (!stored.positions.empty()) {
    if (format.kind == InputKind::text) return wordVariable(sample, stored.positions, stored.name);
    if (isInSpace(format.kind)) return pointVariable(format, stored.positions, stored.name);
    if (format.kind == InputKind::tabular) return columnVariable(format, stored.positions, stored.name);
  }
  return {stored.name, stored.elements, {}, {}};
}

std::string kindsText(ShownKinds kinds) {
  return kinds == ShownKinds::andOnly ? "and" : kinds == ShownKinds::orOnly ? "or" : "both";
}

ShownKinds kindsFrom(const std::string& text) {
  return text == "and" ? ShownKinds::andOnly : text == "or" ? ShownKinds::orOnly : ShownKinds::both;
}

}  // namespace

SessionRecord sessionRecord(const RunFacts& facts, const VariableChoice& choice) {
  SessionRecord record;
  record.place = facts.place;
  if (facts.resultsOnly || choice == facts.variables) return record;
  record.samples = choice.samples;
  for (const InputVariables& variables : choice.variables) record.variables.push_back(writeVariables(variables.all()));
  return record;
}

VariableChoice recordedChoice(const SessionRecord& record, const RunFacts& facts) {
  if (record.samples.empty() || facts.resultsOnly) return facts.variables;
  const SampleSet& set = facts.samples;
  VariableChoice choice;
  for (std::size_t i = 0; i < record.samples.size(); ++i) {
    const std::size_t index = record.samples[i];
    if (index >= set.samples.size() || i >= record.variables.size())
      throw UserError("The session has samples that this run has not; its own samples and variables are shown.");
    const Sample& sample = set.samples[index];
    std::vector<InputVariable> list;
    for (const StoredVariable& stored : readVariables(record.variables[i], "The session", sample.name))
      list.push_back(variableFrom(stored, set, sample));
    choice.samples.push_back(index);
    choice.variables.emplace_back(std::move(list), set.format.elements());
    if (choice.variables.back().count() != choice.variables.front().count())
      throw UserError("The samples of the session have unequal numbers of variables; those of the run are shown.");
  }
  return choice;
}

namespace {

/// The place, and where the session is written to a file also relative to that.
void writePlace(Json& json, const std::string& key, const std::filesystem::path& place,
                const std::filesystem::path& file) {
  json[key] = place.string();
  if (file.empty()) return;
  std::error_code error;
  const auto relative = std::filesystem::proximate(place, std::filesystem::absolute(file).parent_path(), error);
  if (!error) json[key == "place" ? "relative" : key + "_relative"] = relative.string();
}

std::filesystem::path readPlace(const Json& json, const std::string& key, const std::filesystem::path& file) {
  const std::filesystem::path place = json.at(key).get<std::string>();
  const std::string relative = key == "place" ? "relative" : key + "_relative";
  if (file.empty() || !json.contains(relative) || std::filesystem::exists(place)) return place;
  const auto beside = std::filesystem::absolute(file).parent_path() / json.at(relative).get<std::string>();
  return std::filesystem::exists(beside) ? beside.lexically_normal() : place;
}

}  // namespace

std::string sessionText(const SessionRecord& record, const std::filesystem::path& file) {
  Json json;
  json["spindle"] = version;
  writePlace(json, "place", record.place, file);
  if (!record.samples.empty()) {
    json["samples"] = record.samples;
    json["variables"] = Json::array();
    for (const std::string& variables : record.variables) json["variables"].push_back(Json::parse(variables));
  }
  if (record.step) json["step"] = *record.step;
  json["kinds"] = kindsText(record.view.kinds);
  json["normalize"] = record.view.normalize;
  json["threshold"] = toText(record.salience.rule);
  json["factor"] = record.salience.factor;
  json["order_one"] = toText(record.salience.orderOne);
  if (!record.page.empty()) json["page"] = record.page;
  if (!record.docks.empty()) json["docks"] = record.docks;
  if (!record.beside.empty()) {
    writePlace(json, "beside", record.beside, file);
    json["beside_by"] = record.besideBy;
    json["beside_differences"] = record.besideDifferences;
  }
  return json.dump(1) + "\n";
}

SessionRecord sessionFrom(const std::string& text, const std::string& where, const std::filesystem::path& file) {
  const auto damaged = [&where](const std::string& why) -> UserError {
    return UserError(where + " is no session of Spindle (" + why + "); open the run itself.");
  };
  if (const std::string problem = jsonProblem(text, mostJsonKeys * 10); !problem.empty())
    throw damaged("it " + problem);
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("spindle") || !json.contains("place")) throw damaged("not its JSON");
  SessionRecord record;
  try {
    if (json.at("spindle").get<int>() > version)
      throw UserError(where + " was written by a newer version of Spindle; open it with that version.");
    record.place = readPlace(json, "place", file);
    if (json.contains("samples")) record.samples = json.at("samples").get<std::vector<std::size_t>>();
    if (json.contains("variables")) {
      for (const Json& variables : json.at("variables")) record.variables.push_back(variables.dump());
    }
    if (json.contains("step")) record.step = json.at("step").get<double>();
    record.view = {kindsFrom(json.value("kinds", std::string("both"))), json.value("normalize", true)};
    record.salience.rule = thresholdRuleFrom(json.value("threshold", std::string("T1")));
    record.salience.factor = std::clamp(json.value("factor", record.salience.factor), 0.0, 1.0);
    record.salience.orderOne = orderOneFrom(json.value("order_one", std::string("merged")));
    record.page = json.value("page", std::string());
    record.docks = json.value("docks", std::vector<std::string>());
    if (json.contains("beside")) record.beside = readPlace(json, "beside", file);
    record.besideBy = json.value("beside_by", std::string());
    record.besideDifferences = json.value("beside_differences", false);
  } catch (const Json::exception& error) {
    throw damaged(error.what());
  }
  return record;
}

SessionRecord readSession(const std::filesystem::path& file) {
  requireRegularFile(file);
  std::error_code error;
  if (std::filesystem::file_size(file, error) > mostBytes)
    throw UserError(file.string() + " is no session of Spindle (larger than 64 MB); open the run itself.");
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  if (!stream) throw UserError(file.string() + " cannot be read.");
  return sessionFrom(text.str(), file.string(), file);
}

void writeSession(const SessionRecord& record, const std::filesystem::path& file) {
  writeOutput(file, OutputFormat::json, sessionText(record, file));
}

bool isSessionFile(const std::filesystem::path& file) {
  return file.extension() == ".spindle";
}

}  // namespace spindle
