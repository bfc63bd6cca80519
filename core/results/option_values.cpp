// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/option_values.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <limits>

namespace spindle {
namespace {

using Json = nlohmann::json;

/// A list whose entries are all read by fromJson(); `expected` where one is not.
template <class Value>
const char* listFromJson(const Json& json, std::vector<Value>& list, const char* expected) {
  if (!json.is_array()) return expected;
  list.clear();
  for (const Json& entry : json) {
    Value value{};
    if (fromJson(entry, value) != nullptr) return expected;
    list.push_back(value);
  }
  return nullptr;
}

template <class Word, class From>
const char* wordFromJson(const Json& json, Word& word, From&& from) {
  if (!json.is_string()) return "a text";
  const auto& text = json.get_ref<const std::string&>();
  try {
    word = from(text);
  } catch (const UserError&) {
    throw UnknownOptionValue(text);
  }
  return nullptr;
}

}  // namespace

const char* fromJson(const Json& json, std::string& value) {
  if (!json.is_string()) return "a text";
  value = json.get<std::string>();
  return nullptr;
}

const char* fromJson(const Json& json, double& value) {
  if (!json.is_number()) return "a number";
  value = json.get<double>();
  return nullptr;
}

const char* fromJson(const Json& json, std::size_t& value) {
  if (!json.is_number_unsigned()) return "a count";
  value = json.get<std::size_t>();
  return nullptr;
}

const char* fromJson(const Json& json, bool& value) {
  if (!json.is_boolean()) return "true or false";
  value = json.get<bool>();
  return nullptr;
}

const char* fromJson(const Json& json, std::array<int, 2>& value) {
  std::vector<std::size_t> list;
  constexpr std::size_t most = std::numeric_limits<int>::max();
  if (fromJson(json, list) != nullptr || list.size() != 2 || std::max(list[0], list[1]) > most)
    return "a list of two counts";
  value = {static_cast<int>(list[0]), static_cast<int>(list[1])};
  return nullptr;
}

const char* fromJson(const Json& json, std::vector<std::size_t>& value) {
  return listFromJson(json, value, "a list of counts");
}

const char* fromJson(const Json& json, std::vector<bool>& value) {
  return listFromJson(json, value, "a list of true and false");
}

const char* fromJson(const Json& json, std::vector<Split>& value) {
  std::vector<std::string> words;
  if (const char* expected = listFromJson(json, words, "a list of texts")) return expected;
  value.clear();
  for (const std::string& word : words)
    value.push_back(word == "train" ? Split::train : word == "test" ? Split::test : Split::unknown);
  return nullptr;
}

const char* fromJson(const Json& json, MeasurementOptions::StoredBaseline& value) {
  std::vector<double> numbers;
  if (json.is_string()) {
    value = json.get<std::string>();
    return nullptr;
  }
  if (const char* expected = listFromJson(json, numbers, "a text or a list of numbers")) return expected;
  value = std::move(numbers);
  return nullptr;
}

const char* fromJson(const Json& json, Score& value) {
  return wordFromJson(json, value, scoreFrom);
}

const char* fromJson(const Json& json, OutputKind& value) {
  return wordFromJson(json, value, outputKindFrom);
}

const char* fromJson(const Json& json, Background& value) {
  return wordFromJson(json, value, [](const std::string& word) {
    if (word != "keep" && word != "mask") throw UnknownOptionValue(word);
    return word == "keep" ? Background::keep : Background::mask;
  });
}

const char* fromJson(const Json& json, DecompositionMethod& value) {
  return wordFromJson(json, value, decompositionMethodFrom);
}

const char* fromJson(const Json& json, TieBreak& value) {
  return wordFromJson(json, value, tieBreakFrom);
}

const char* fromJson(const Json& json, NoiseScale& value) {
  return wordFromJson(json, value, noiseScaleFrom);
}

const char* fromJson(const Json& json, OrderOne& value) {
  return wordFromJson(json, value, orderOneFrom);
}

const char* fromJson(const Json& json, ThresholdRule& value) {
  return wordFromJson(json, value, thresholdRuleFrom);
}

const char* fromJson(const Json& json, InteractionPart& value) {
  return wordFromJson(json, value, interactionPartFrom);
}

const char* fromJson(const Json& json, Normalization& value) {
  return wordFromJson(json, value, normalizationFrom);
}

Json asJson(const std::vector<Split>& value) {
  auto list = Json::array();
  for (const Split split : value)
    list.push_back(split == Split::train ? "train" : split == Split::test ? "test" : "unknown");
  return list;
}

Json asJson(const MeasurementOptions::StoredBaseline& value) {
  return std::visit([](const auto& held) { return Json(held); }, value);
}

Json asJson(Background value) {
  return value == Background::keep ? "keep" : "mask";
}

}  // namespace spindle
