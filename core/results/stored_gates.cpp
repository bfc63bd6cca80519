// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_gates.h"

#include "core/base/user_error.h"
#include "core/results/known_measurement.h"
#include "core/results/results_options.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

constexpr std::int64_t schema = 1;

[[noreturn]] void damaged(const ResultsHeader& header) {
  throw UserError("The results file of " + header.run +
                  " is damaged (its gates do not fit together); measure them again with spindle measure gates.");
}

}  // namespace

std::string ClassGates::className(std::size_t c) const {
  return c < classNames.size() ? classNames[c] : "class " + std::to_string(c);
}

bool ClassGates::known(std::size_t checkpoint, std::size_t c) const {
  return !layers.empty() && std::isfinite(layers.front().at(checkpoint, c, 0));
}

StoredMeasurement asStored(const ClassGates& gates) {
  std::vector<std::string> names;
  for (const MeasuredArray& layer : gates.layers) names.push_back(layer.name);
  const nlohmann::json json{{"beta", gates.beta},
                            {"step", gates.step},
                            {"beta_relative", gates.relative},
                            {"step_published", gates.published},
                            {"warm", gates.warm},
                            {"epochs", gates.epochs},
                            {"images", gates.images},
                            {"seed", gates.seed},
                            {"data", gates.data},
                            {"data_digest", gates.dataDigest},
                            {"tested", gates.tested},
                            {"classes", gates.classNames},
                            {"learned_from", gates.learnedFrom},
                            {"looked_at", gates.lookedAt},
                            {"layers", names}};
  StoredMeasurement stored{ClassGates::name, schema, json.dump(), gates.layers};
  for (const MeasuredArray* array :
       {&gates.confusion, &gates.recall, &gates.answered, &gates.loss, &gates.hits, &gates.predicted})
    stored.arrays.push_back(*array);
  return stored;
}

std::optional<ClassGates> storedGates(const ResultsHeader& header) {
  const StoredMeasurement* found =
      knownMeasurement(header, ClassGates::name, schema, "The gates in the results file of " + header.run + " have");
  if (found == nullptr) return std::nullopt;
  ClassGates gates;
  std::vector<std::string> names;
  try {
    const auto json = nlohmann::json::parse(found->options);
    json.at("beta").get_to(gates.beta);
    json.at("step").get_to(gates.step);
    json.at("beta_relative").get_to(gates.relative);
    json.at("step_published").get_to(gates.published);
    json.at("warm").get_to(gates.warm);
    json.at("epochs").get_to(gates.epochs);
    json.at("images").get_to(gates.images);
    json.at("seed").get_to(gates.seed);
    json.at("data").get_to(gates.data);
    json.at("data_digest").get_to(gates.dataDigest);
    json.at("tested").get_to(gates.tested);
    json.at("classes").get_to(gates.classNames);
    json.at("learned_from").get_to(gates.learnedFrom);
    json.at("looked_at").get_to(gates.lookedAt);
    json.at("layers").get_to(names);
  } catch (const nlohmann::json::exception&) {
    damaged(header);
  }
  const std::size_t checkpoints = header.checkpoints(), classes = gates.classes();
  const auto take = [&](const std::string& name, std::size_t rows, std::size_t last) -> MeasuredArray {
    const auto array = std::ranges::find(found->arrays, name, &MeasuredArray::name);
    if (array == found->arrays.end() || array->extent[0] != checkpoints || array->extent[1] != rows ||
        (last != 0 && array->extent[2] != last))
      damaged(header);
    return *array;
  };
  if (classes < 2 || gates.lookedAt.size() != classes || names.empty()) damaged(header);
  for (const std::string& name : names) gates.layers.push_back(take(name, classes, 0));
  gates.confusion = take("confusion", classes, classes);
  gates.recall = take("recall", classes, classes);
  gates.answered = take("answered", classes, classes);
  gates.loss = take("loss", classes, 4);
  gates.hits = take("hits", classes, 2 * names.size());
  gates.predicted = take("predicted", header.samples(), 1);
  return gates;
}

std::optional<GatedBy> storedGatedBy(const ResultsHeader& header) {
  const auto others = readOptions(header).measurement.others;
  const auto found = others.find(gatedByKey);
  if (found == others.end()) return std::nullopt;
  try {
    const auto json = nlohmann::json::parse(found->second);
    return GatedBy{json.at("file").get<std::string>(), json.at("digest").get<std::string>(),
                   json.at("class").get<std::string>() == "predicted"};
  } catch (const nlohmann::json::exception&) {
    throw UserError("The results file of " + header.run +
                    " is damaged (what it says of its gates cannot be read); copy it again, or compute it again.");
  }
}

std::string gatedByText(const GatedBy& gated) {
  return nlohmann::json{
      {"file", gated.file}, {"digest", gated.digest}, {"class", gated.predicted ? "predicted" : "true"}}
      .dump();
}

}  // namespace spindle
