// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/results_options.h"

#include "core/base/json_text.h"
#include "core/base/user_error.h"
#include "core/results/option_values.h"

#include <algorithm>
#include <array>

namespace spindle {
namespace {

using Json = nlohmann::json;

/// Calls visit(key, value) for every option of the measurement that has a key of its own.
template <class Options, class Visit>
void eachOption(Options& options, Visit&& visit) {
  visit("score", options.score);
  visit("output", options.output);
  visit("baseline", options.baseline);
  visit("background", options.background);
  visit("mask_at", options.maskAt);
  visit("mask_grid", options.maskGrid);
  visit("protocol", options.protocol);
  visit("device", options.device);
  visit("decomposition", options.decomposition);
  visit("ties", options.ties);
  visit("noise_bound", options.noiseBound);
  visit("noise_range", options.noiseScale);
  visit("gap", options.gap);
  visit("max_iterations", options.maxIterations);
  visit("batch", options.batch);
  visit("share_first_layer", options.shareFirstLayer);
}

/// Keys that were spelled otherwise until November 26, 2026.
constexpr std::array<std::array<const char*, 2>, 2> oldSpellings{
    {{"mislabelled", "mislabeled"}, {"normalisation", "normalization"}}};

constexpr std::array provenanceKeys{"samples", "checkpoints", "splits", "mislabeled", "part", "command"};

/// Takes key after key out of an object; what is left was not known.
class Taker {
 public:
  Taker(const std::string& json, const std::string& where) : where_(where) {
    if (!jsonProblem(json).empty()) damaged("its options are nested too deeply or have too many keys");
    json_ = Json::parse(json, nullptr, false);
    if (!json_.is_object()) damaged("its options are not a JSON object");
    for (const auto& [before, now] : oldSpellings) {
      const auto old = json_.find(before);
      if (old == json_.end()) continue;
      if (!json_.contains(now)) json_[now] = *old;
      json_.erase(before);
    }
  }

  /// Whether it is there.
  template <class Value>
  bool take(const char* key, Value& value) {
    const auto found = json_.find(key);
    if (found == json_.end()) return false;
    try {
      if (const char* expected = fromJson(*found, value))
        damaged(std::string("its option \"") + key + "\" is not " + expected);
    } catch (const UnknownOptionValue& unknown) {
      throw UserError(where_ + " was written by another version of Spindle (its option \"" + key + "\" is \"" +
                      unknown.what() + "\", which this version does not know); open it with that version.");
    }
    json_.erase(found);
    return true;
  }

  template <class Value>
  bool take(const char* key, std::optional<Value>& value) {
    Value found{};
    if (!take(key, found)) return false;
    value = std::move(found);
    return true;
  }

  [[nodiscard]] const Json& rest() const { return json_; }

  [[noreturn]] void damaged(const std::string& problem) const {
    throw UserError(where_ + " is damaged (" + problem + "); copy it again, or compute it again.");
  }

 private:
  std::string where_;
  Json json_;
};

/// Both parts of a choice count, or neither.
ViewChoices takeView(Taker& taker) {
  ViewChoices view;
  Salience salience;
  const bool rule = taker.take("threshold", salience.rule), factor = taker.take("factor", salience.factor);
  if (!(salience.factor >= 0.0 && salience.factor <= 1.0)) taker.damaged("its option \"factor\" is not from 0 to 1");
  taker.take("order_one", salience.orderOne);
  if (rule && factor) view.salience = salience;
  StrengthChoice shown;
  const bool kinds = taker.take("kinds", shown.part), normalized = taker.take("normalization", shown.normalization);
  if (kinds && normalized) view.shown = shown;
  taker.take("timeline_column", view.column);
  return view;
}

std::optional<StoredPart> takePart(Taker& taker) {
  std::string text;
  StoredPart stored;
  taker.take("command", stored.command);
  if (!taker.take("part", text)) return std::nullopt;
  try {
    stored.part = partFrom(text, "part");
  } catch (const UserError&) {
    taker.damaged("its option \"part\" is not a part such as 3/40");
  }
  return stored;
}

Json measurementJson(const MeasurementOptions& options) {
  Json json = Json::object();
  const auto put = [&json](const char* key, const auto& value) {
    if constexpr (requires { value.has_value(); }) {
      if (value) json[key] = asJson(*value);
    } else {
      if (!value.empty()) json[key] = value;
    }
  };
  eachOption(options, put);
  for (const auto& [key, value] : options.others) json[key] = Json::parse(value);
  return json;
}

Json wholeJson(const ResultsOptions& options) {
  Json json = measurementJson(options.measurement);
  json["threshold"] = toText(options.view.salience.rule);
  json["factor"] = options.view.salience.factor;
  if (options.view.salience.orderOne != OrderOne::merged) json["order_one"] = toText(options.view.salience.orderOne);
  if (options.view.shown) {
    json["kinds"] = toText(options.view.shown->part);
    json["normalization"] = toText(options.view.shown->normalization);
  }
  if (!options.view.column.empty()) json["timeline_column"] = options.view.column;
  const Provenance& from = options.provenance;
  json["samples"] = from.samples;
  json["checkpoints"] = from.checkpoints;
  json["splits"] = asJson(from.splits);
  if (std::find(from.mislabeled.begin(), from.mislabeled.end(), true) != from.mislabeled.end())
    json["mislabeled"] = from.mislabeled;
  if (options.part) {
    json["part"] = toText(options.part->part);
    json["command"] = options.part->command;
  }
  return json;
}

}  // namespace

ResultsOptions readOptions(const std::string& json, const std::string& where) {
  Taker taker(json, where);
  ResultsOptions options;
  eachOption(options.measurement, [&taker](const char* key, auto& value) { taker.take(key, value); });
  // Before it could be chosen the solver took the decomposition that it came to first.
  MeasurementOptions& measured = options.measurement;
  if (!measured.ties && measured.decomposition == DecompositionMethod::sparsest) measured.ties = TieBreak::none;
  taker.take("samples", options.provenance.samples);
  taker.take("checkpoints", options.provenance.checkpoints);
  taker.take("splits", options.provenance.splits);
  taker.take("mislabeled", options.provenance.mislabeled);
  options.view = takeView(taker);
  options.part = takePart(taker);
  for (const auto& [key, value] : taker.rest().items()) options.measurement.others[key] = value.dump();
  return options;
}

ResultsOptions readOptions(const ResultsHeader& header) {
  return readOptions(header.options, "The results file of " + header.run);
}

std::string writeOptions(const ResultsOptions& options) {
  return wholeJson(options).dump();
}

std::vector<std::string> differingOptions(const MeasurementOptions& a, const MeasurementOptions& b) {
  const Json one = measurementJson(a), other = measurementJson(b);
  std::vector<std::string> names;
  for (const Json* json : {&one, &other}) {
    for (const auto& [key, value] : json->items()) {
      if (!one.contains(key) || !other.contains(key) || one[key] != other[key]) names.push_back(key);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<std::pair<std::string, std::string>> optionRows(const ResultsOptions& options) {
  const Json json = wholeJson(options);
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& [key, value] : json.items()) {
    if (std::find(provenanceKeys.begin(), provenanceKeys.end(), key) != provenanceKeys.end()) continue;
    rows.emplace_back(key, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return rows;
}

}  // namespace spindle
