// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/options_check.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

using Json = nlohmann::json;

template <class Is>
bool isListOf(const Json& json, Is&& is) {
  return json.is_array() && std::all_of(json.begin(), json.end(), is);
}
bool isText(const Json& json) {
  return json.is_string();
}
bool isNumber(const Json& json) {
  return json.is_number();
}
bool isCount(const Json& json) {
  return json.is_number_unsigned();
}
bool isFlag(const Json& json) {
  return json.is_boolean();
}
bool isCounts(const Json& json) {
  return isListOf(json, isCount);
}
bool isFlags(const Json& json) {
  return isListOf(json, isFlag);
}
bool isTexts(const Json& json) {
  return isListOf(json, isText);
}
bool isTextOrNumbers(const Json& json) {
  return isText(json) || isListOf(json, isNumber);
}

struct Key {
  const char* name;
  bool (*fits)(const Json&);
  const char* type;
};

constexpr Key keys[] = {
    {"score", isText, "a text"},
    {"output", isText, "a text"},
    {"background", isText, "a text"},
    {"mask_at", isText, "a text"},
    {"protocol", isText, "a text"},
    {"decomposition", isText, "a text"},
    {"threshold", isText, "a text"},
    {"kinds", isText, "a text"},
    {"normalization", isText, "a text"},
    {"normalisation", isText, "a text"},  // as files of before have it
    {"baseline", isTextOrNumbers, "a text or a list of numbers"},
    {"noise_bound", isNumber, "a number"},
    {"gap", isNumber, "a number"},
    {"factor", isNumber, "a number"},
    {"max_iterations", isCount, "a count"},
    {"batch", isCount, "a count"},
    {"share_first_layer", isFlag, "true or false"},
    {"samples", isCounts, "a list of counts"},
    {"checkpoints", isCounts, "a list of counts"},
    {"mask_grid", isCounts, "a list of counts"},
    {"mislabeled", isFlags, "a list of true and false"},
    {"mislabelled", isFlags, "a list of true and false"},  // as files of before have it
    {"splits", isTexts, "a list of texts"},
};

}  // namespace

std::string optionsProblem(const ResultsHeader& header) {
  constexpr int mostDepth = 20;
  bool deep = false;
  const auto limit = [&deep](int depth, Json::parse_event_t, Json&) {
    deep = deep || depth > mostDepth;
    return !deep;
  };
  const Json options = Json::parse(header.options, limit, false);
  if (deep) return "its options are nested too deeply";
  if (!options.is_object()) return "its options are not a JSON object";
  for (const Key& key : keys) {
    const auto found = options.find(key.name);
    if (found != options.end() && !key.fits(*found))
      return std::string("its option \"") + key.name + "\" is not " + key.type;
  }
  return {};
}

}  // namespace spindle
