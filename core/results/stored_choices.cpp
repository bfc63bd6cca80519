// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_choices.h"

#include "core/base/user_error.h"
#include "core/dynamics/phases.h"
#include "core/results/result_rows.h"
#include "core/results/stored_dynamics.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

nlohmann::json optionsOf(const ResultsHeader& header) {
  auto options = nlohmann::json::parse(header.options, nullptr, false);
  return options.is_object() ? options : nlohmann::json::object();
}

PhaseResult copyTables(const ResultsReader& results, const std::filesystem::path& file, const ResultsHeader& header,
                       const Salience& salience) {
  const auto writer = ResultsWriter::replace(file, header);
  std::vector<OrderStrength> series(header.checkpoints());
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    const StoredCheckpoint stored(results, c);
    if (!stored.any()) continue;
    series[c] = orderStrength(stored.interactions(), salience);
    writer->write(c, stored.pairs(), strengthRow(series[c]), series[c].threshold);
  }
  PhaseResult phase = phaseTwoStart(series);
  writer->finish(phaseRecord(phase, header), results.stopped());
  return phase;
}

void putSalience(nlohmann::json& options, const Salience& salience) {
  options["threshold"] = toText(salience.rule);
  options["factor"] = salience.factor;
}

}  // namespace

std::vector<Split> storedSplits(const ResultsHeader& header) {
  std::vector<Split> splits(header.samples(), Split::unknown);
  const auto options = optionsOf(header);
  const auto list = options.value("splits", nlohmann::json::array());
  for (std::size_t s = 0; s < splits.size() && list.is_array() && s < list.size(); ++s) {
    if (list[s] == "train") splits[s] = Split::train;
    if (list[s] == "test") splits[s] = Split::test;
  }
  return splits;
}

std::vector<bool> storedMislabeled(const ResultsHeader& header) {
  std::vector<bool> flags(header.samples(), false);
  const auto options = optionsOf(header);
  // Files of before have the British spelling.
  const auto list = options.contains("mislabeled") ? options.value("mislabeled", nlohmann::json::array())
                                                   : options.value("mislabelled", nlohmann::json::array());
  for (std::size_t s = 0; s < flags.size() && list.is_array() && s < list.size(); ++s) flags[s] = list[s] == true;
  return flags;
}

std::string storedScore(const ResultsHeader& header) {
  const auto options = optionsOf(header);
  const auto score = options.find("score");
  return score != options.end() && score->is_string() ? score->get<std::string>() : std::string();
}

Salience storedSalience(const ResultsHeader& header) {
  const auto options = optionsOf(header);
  const auto rule = options.find("threshold"), factor = options.find("factor");
  Salience salience;
  if (rule == options.end() || !rule->is_string() || factor == options.end() || !factor->is_number()) return salience;
  try {
    salience.rule = thresholdRuleFrom(rule->get<std::string>());
  } catch (const UserError&) {
    return {};
  }
  salience.factor = factor->get<double>();
  return salience.factor >= 0.0 && salience.factor <= 1.0 ? salience : Salience{};
}

std::string choicesLine(const ResultsHeader& header, const Salience& salience) {
  const auto options = optionsOf(header);
  const auto text = [&options](const char* key, const char* usual) {
    const auto found = options.find(key);
    return found != options.end() && found->is_string() ? found->get<std::string>() : std::string(usual);
  };
  std::string line = "salient by " + toText(salience) + "; masked at " + text("mask_at", "input");
  line += "; " +
          (options.contains("protocol") ? "protocol " + text("protocol", "") : std::string("no published protocol")) +
          "; " + std::to_string(header.samples()) + " samples, " + std::to_string(header.variables) + " variables";
  return line;
}

StrengthChoice storedChoice(const ResultsHeader& header) {
  const auto options = optionsOf(header);
  const auto kinds = options.find("kinds");
  // Files of before have the British spelling.
  const auto normalization = options.find(options.contains("normalization") ? "normalization" : "normalisation");
  if (kinds == options.end() || !kinds->is_string() || normalization == options.end() || !normalization->is_string())
    return {};
  try {
    return {interactionPartFrom(kinds->get<std::string>()), normalizationFrom(normalization->get<std::string>())};
  } catch (const UserError&) {
    return {};
  }
}

bool sameTimeline(const ResultsHeader& stored, const ResultsHeader& header) {
  const auto same = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
  };
  return same(stored.step, header.step) && same(stored.epoch, header.epoch) &&
         same(stored.trainLoss, header.trainLoss) && same(stored.testLoss, header.testLoss);
}

void renewTimeline(const ResultsReader& results, const std::filesystem::path& file, const ResultsHeader& header) {
  ResultsHeader renewed = results.header();
  renewed.step = header.step;
  renewed.epoch = header.epoch;
  renewed.trainLoss = header.trainLoss;
  renewed.testLoss = header.testLoss;
  copyTables(results, file, renewed, storedSalience(renewed));
}

void copyResults(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                 const StrengthChoice& choice) {
  ResultsHeader header = results.header();
  auto options = optionsOf(header);
  putSalience(options, salience);
  options["kinds"] = toText(choice.part);
  options.erase("normalisation");
  options["normalization"] = toText(choice.normalization);
  header.options = options.dump();
  copyTables(results, file, header, salience);
}

PhaseResult storeSalience(const std::filesystem::path& file, const Salience& salience) {
  const auto results = ResultsReader::open(file);
  ResultsHeader header = results->header();
  auto options = optionsOf(header);
  putSalience(options, salience);
  header.options = options.dump();
  return copyTables(*results, file, header, salience);
}

}  // namespace spindle
