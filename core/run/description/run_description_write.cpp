// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/run/description/run_description.h"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace spindle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> kindNames = {"image", "tabular", "text", "points", "bodies"};

Json toJson(const VariableDescription& variable) {
  Json json = Json::object();
  if (!variable.name.empty()) json["name"] = variable.name;
  if (!variable.pixels.empty()) {
    json["pixels"] = Json::array();
    for (const auto& rect : variable.pixels) {
      json["pixels"].push_back(Json::array({rect.top, rect.left, rect.height, rect.width}));
    }
  }
  if (!variable.columns.empty()) json["columns"] = variable.columns;
  if (!variable.words.empty()) json["words"] = variable.words;
  if (!variable.points.empty()) json["points"] = variable.points;
  return json;
}

Json toJson(const VariableList& list) {
  Json json = Json::array();
  for (const auto& variable : list) json.push_back(toJson(variable));
  return json;
}

Json toJson(const GridDescription& description) {
  const auto& grid = description.grid;
  Json json = {{"grid", {grid.rows, grid.columns}}, {"count", grid.count}, {"seed", grid.seed}};
  if (grid.within != std::array<int, 4>{0, 0, 0, 0}) json["within"] = grid.within;
  if (description.each) json["each"] = true;
  return json;
}

Json toJson(const EachDescription& description) {
  Json lists = Json::array();
  for (const auto& list : description.lists) lists.push_back(toJson(list));
  return {{"each", std::move(lists)}};
}

Json toJson(const BaselineDescription& baseline) {
  switch (baseline.kind) {
    case BaselineDescription::Kind::zero:
      return "zero";
    case BaselineDescription::Kind::mean:
      return "mean";
    case BaselineDescription::Kind::token:
      return {{"token", baseline.token}};
    case BaselineDescription::Kind::values:
      break;
  }
  if (baseline.values.size() == 1) return baseline.values.front();
  return baseline.values;
}

Json toJson(const RunDescription& run) {
  Json json = {{"spindle", 1}};
  const auto text = [&](const char* key, const std::optional<std::string>& field) {
    if (field) json[key] = *field;
  };
  text("name", run.name);
  text("model", run.model);
  if (run.layers.size() == 1) json["architecture"] = run.layers.front();
  if (run.layers.size() > 1) json["architecture"] = run.layers;
  text("weights", run.weights);
  if (run.partialWeights) json["partial_weights"] = true;
  text("checkpoints", run.checkpoints);
  if (!run.checkpointFiles.empty()) json["checkpoints"] = run.checkpointFiles;
  if (run.steps) {
    json["steps"] = {{"pattern", run.steps->pattern},
                     {"unit", run.steps->unit == StepPattern::Unit::step ? "step" : "epoch"}};
  }
  if (run.axis) {
    json["axis"] = {{"name", run.axis->name}};
    if (!run.axis->pattern.empty()) json["axis"]["pattern"] = run.axis->pattern;
    for (const auto& [name, value] : run.axis->values) json["axis"]["values"][name] = value;
    if (run.axis->training) json["axis"]["training"] = true;
  }
  text("metrics", run.metrics);
  if (!run.lossColumns.train.empty()) json["loss_columns"]["train"] = run.lossColumns.train;
  if (!run.lossColumns.test.empty()) json["loss_columns"]["test"] = run.lossColumns.test;
  text("samples", run.samples);
  if (run.sampleCount) json["sample_count"] = *run.sampleCount;
  text("target", run.target);
  text("vocab", run.vocab);
  text("second_input", run.secondInput);
  if (run.kind) json["input"]["kind"] = std::string(kindNames[static_cast<std::size_t>(*run.kind)]);
  if (!run.shape.empty()) json["input"]["shape"] = run.shape;
  if (!run.mean.empty()) json["input"]["mean"] = run.mean;
  if (!run.std.empty()) json["input"]["std"] = run.std;
  if (run.layout) json["input"]["layout"] = *run.layout;
  if (run.padding) json["input"]["padding"] = *run.padding;
  if (!run.classes.empty()) json["classes"] = run.classes;
  text("score", run.score);
  text("output", run.output);
  text("output_tensor", run.outputTensor);
  if (run.baseline) json["baseline"] = toJson(*run.baseline);
  if (run.background) json["background"] = *run.background == Background::keep ? "keep" : "mask";
  text("mask_at", run.maskAt);
  text("protocol", run.protocol);
  if (const auto* grid = std::get_if<GridDescription>(&run.variables)) json["variables"] = toJson(*grid);
  if (const auto* list = std::get_if<VariableList>(&run.variables)) json["variables"] = toJson(*list);
  if (const auto* each = std::get_if<EachDescription>(&run.variables)) json["variables"] = toJson(*each);
  if (const auto* map = std::get_if<MapDescription>(&run.variables)) json["variables"] = {{"map", map->file}};
  return json;
}

/// One key a line, so that the file reads well and differs line by line.
std::string toLines(const Json& json) {
  std::string text = "{";
  for (const auto& [key, value] : json.items()) {
    text += text.size() > 1 ? ",\n  " : "\n  ";
    text += Json(key).dump() + ": " + value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return text + "\n}\n";
}

}  // namespace

void writeRunDescription(const std::filesystem::path& file, const RunDescription& description) {
  const auto text = toLines(toJson(description));
  writeFileAtomically(file, text);
}

}  // namespace spindle
