// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/header_difference.h"

#include "core/base/text.h"
#include "core/base/version.h"
#include "core/results/results_options.h"
#include "core/results/stored_variables.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

std::string inBrackets(const std::vector<std::string>& names) {
  return names.empty() ? std::string() : " (" + listed(names) + ")";
}

std::vector<std::vector<StoredVariable>> variablesOf(const ResultsHeader& header, const std::string& where) {
  std::vector<std::vector<StoredVariable>> all;
  for (std::size_t s = 0; s < header.samples(); ++s)
    all.push_back(readVariables(header.sampleVariables[s], where, header.sampleNames[s]));
  return all;
}

/// Which of the labels, which stand in figures and groups, are others now.
std::vector<std::string> differingLabels(Provenance a, Provenance b, std::size_t samples) {
  for (Provenance* one : {&a, &b}) {
    one->splits.resize(samples, Split::unknown);
    one->mislabeled.resize(samples, false);
  }
  std::vector<std::string> names;
  if (a.mislabeled != b.mislabeled) names.emplace_back("mislabeled");
  if (a.splits != b.splits) names.emplace_back("splits");
  return names;
}

int numbersOf(const nlohmann::json& settings) {
  const auto found = settings.find(numbersKey);
  return found != settings.end() && found->is_number_integer() ? found->get<int>() : unnamedNumbers;
}

/// Settings of the input and the weights are not options, and no reader needs them but this.
std::string differingSettings(const std::string& a, const std::string& b) {
  if (a == b) return {};
  const auto one = nlohmann::json::parse(a, nullptr, false), other = nlohmann::json::parse(b, nullptr, false);
  if (!one.is_object() || !other.is_object()) return "settings";
  if (one == other) return {};
  if (numbersOf(one) != numbersOf(other)) return "numerics (another version of Spindle)";
  std::vector<std::string> names;
  for (const auto& change : nlohmann::json::diff(one, other)) {
    std::string name = change["path"].get<std::string>().substr(1);
    name = name.substr(0, name.find('/'));
    if (name == numbersKey) continue;  // one names what the other takes for granted
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names.empty() ? std::string() : "settings" + inBrackets(names);
}

/// What was read from other contents than those that are there now, but for the weights; empty where nothing was.
std::string differingSource(const ResultsHeader& stored, const ResultsHeader& wanted) {
  const ResultsSource &a = stored.source, &b = wanted.source;
  if (a.architecture != b.architecture) return "architecture";
  std::vector<std::string> names;
  for (std::size_t s = 0; s < std::min(a.samples.size(), b.samples.size()); ++s) {
    if (a.samples[s] != b.samples[s]) names.push_back(stored.sampleNames.at(s));
  }
  if (!names.empty()) return "contents of the samples" + inBrackets(names);
  return differingSettings(a.settings, b.settings);
}

}  // namespace

std::string headerDifference(const ResultsHeader& stored, const ResultsHeader& wanted, const std::string& where) {
  const ResultsOptions a = readOptions(stored.options, where), b = readOptions(wanted);
  if (const auto names = differingOptions(a.measurement, b.measurement); !names.empty())
    return "options" + inBrackets(names);
  if (stored.sampleIndex != wanted.sampleIndex || stored.sampleTarget != wanted.sampleTarget ||
      stored.sampleNames != wanted.sampleNames)
    return "samples";
  if (stored.variables != wanted.variables || variablesOf(stored, where) != variablesOf(wanted, where))
    return "input variables";
  if (const auto names = differingLabels(a.provenance, b.provenance, stored.samples()); !names.empty())
    return "labels of the samples" + inBrackets(names);
  if (stored.checkpointNames != wanted.checkpointNames) return "checkpoints";
  return stored.source.known() && wanted.source.known() ? differingSource(stored, wanted) : std::string();
}

}  // namespace spindle
