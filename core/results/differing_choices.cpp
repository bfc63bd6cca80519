// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/differing_choices.h"

#include "core/base/text.h"
#include "core/results/results_options.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace spindle {
namespace {

constexpr std::size_t digestLetters = 8;
constexpr std::array viewKeys{"threshold", "factor", "kinds", "normalization", "timeline_column"};
constexpr std::array lastDigits{"batch", "share_first_layer"};

template <class Keys>
bool among(const Keys& keys, const std::string& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// What is compared, and how it is shown. Where the shown texts of different things are equal they get numbers.
struct ChoiceValue {
  std::string compared, shown;
  bool ofReplicates = false;
};
using ChoiceValues = std::map<std::string, ChoiceValue>;

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& one : list) text += one + '\n';
  return text;
}

template <class Number>
std::string joinedNumbers(const std::vector<Number>& list) {
  std::string text;
  for (const Number one : list) text += shortest(static_cast<double>(one)) + '\n';
  return text;
}

std::string ends(const std::vector<double>& steps) {
  return steps.empty()
             ? "none"
             : std::to_string(steps.size()) + ", step " + shortest(steps.front()) + " to " + shortest(steps.back());
}

void addSource(const ResultsSource& source, ChoiceValues& values) {
  if (!source.known()) return;
  values["weights"] = {joined(source.checkpoints), source.checkpoints.back().substr(0, digestLetters), true};
  values["contents of the samples"] = {joined(source.samples),
                                       source.samples.empty() ? "-" : source.samples.front().substr(0, digestLetters)};
  if (!source.architecture.empty())
    values["architecture"] = {source.architecture, source.architecture.substr(0, digestLetters)};
  const auto settings = nlohmann::json::parse(source.settings, nullptr, false);
  if (!settings.is_object()) return;
  for (const auto& [key, value] : settings.items()) values["settings: " + key] = {value.dump(), value.dump()};
}

ChoiceValues choicesOf(const ResultsHeader& header) {
  ChoiceValues values;
  const ResultsOptions options = readOptions(header);
  for (const auto& [key, value] : optionRows(options)) {
    if (!among(viewKeys, key)) values[key] = {value, value, among(lastDigits, key)};
  }
  values["run"] = {header.run, header.run, true};
  values["version"] = {header.version, header.version};
  values["number of variables"] = {std::to_string(header.variables), std::to_string(header.variables)};
  values["samples"] = {
      joined(header.sampleNames) + joinedNumbers(header.sampleIndex) + joinedNumbers(header.sampleTarget),
      std::to_string(header.samples())};
  // Most often all samples have the same; other samples alone make no difference then.
  std::vector<std::string> variables = header.sampleVariables;
  std::sort(variables.begin(), variables.end());
  variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
  values["input variables"] = {joined(variables), std::to_string(header.variables)};
  values["series"] = {toText(header.series) + '\n' + header.axis,
                      header.axis.empty() ? toText(header.series) : header.axis};
  values["checkpoints"] = {joinedNumbers(header.step), ends(header.step)};
  values["epochs"] = {joinedNumbers(header.epoch), header.epoch.empty() ? "-" : shortest(header.epoch.back()), true};
  values["losses"] = {joinedNumbers(header.trainLoss) + joinedNumbers(header.testLoss),
                      header.testLoss.empty() ? "-" : shortest(header.testLoss.back()), true};
  addSource(header.source, values);
  return values;
}

/// Different things never look the same.
std::vector<std::string> shownTexts(const std::vector<ChoiceValue>& values) {
  std::map<std::string, std::vector<std::string>> variants;  // shown, compared
  for (const ChoiceValue& value : values) {
    auto& list = variants[value.shown];
    if (!among(list, value.compared)) list.push_back(value.compared);
  }
  std::vector<std::string> texts;
  for (const ChoiceValue& value : values) {
    const auto& list = variants[value.shown];
    const auto number = std::find(list.begin(), list.end(), value.compared) - list.begin() + 1;
    texts.push_back(list.size() == 1 ? value.shown : value.shown + " (" + std::to_string(number) + ")");
  }
  return texts;
}

}  // namespace

std::vector<DifferingChoice> differingChoices(std::span<const ResultsHeader* const> results) {
  std::vector<ChoiceValues> all;
  std::map<std::string, bool> names;
  for (const ResultsHeader* header : results) {
    all.push_back(choicesOf(*header));
    for (const auto& [name, value] : all.back()) names[name] = value.ofReplicates;
  }
  std::vector<DifferingChoice> differing;
  for (const auto& [name, ofReplicates] : names) {
    std::vector<ChoiceValue> values;
    for (const ChoiceValues& one : all) {
      const auto found = one.find(name);
      values.push_back(found == one.end() ? ChoiceValue{"", "-", ofReplicates} : found->second);
    }
    const bool same = std::all_of(values.begin(), values.end(),
                                  [&](const ChoiceValue& value) { return value.compared == values.front().compared; });
    if (!same) differing.push_back({name, shownTexts(values), ofReplicates});
  }
  return differing;
}

}  // namespace spindle
