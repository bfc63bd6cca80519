// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/description/run_description.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/checkpoints/compiled_pattern.h"
#include "core/run/description/json_value.h"
#include "core/run/log/read_text.h"

#include <limits>

namespace spindle {
namespace {

constexpr std::int64_t largestSide = 1 << 24;

const std::vector<std::string> topKeys = {
    "spindle", "name",         "model",        "checkpoints",   "metrics", "samples",      "input",
    "classes", "score",        "baseline",     "output",        "steps",   "variables",    "background",
    "mask_at", "protocol",     "loss_columns", "target",        "vocab",   "architecture", "partial_weights",
    "weights", "sample_count", "second_input", "output_tensor", "axis"};

PixelRect readRect(const JsonValue& value) {
  const auto sides = value.integers(0, largestSide);
  if (sides.size() != 4 || sides[2] == 0 || sides[3] == 0) value.refuse("[top, left, height, width] in pixels");
  return {sides[0], sides[1], sides[2], sides[3]};
}

std::vector<std::uint32_t> readPositions(const JsonValue& value) {
  std::vector<std::uint32_t> positions;
  for (const auto position : value.integers(0, std::numeric_limits<std::uint32_t>::max())) {
    positions.push_back(static_cast<std::uint32_t>(position));
  }
  if (positions.empty()) value.refuse("a list of positions that is not empty");
  return positions;
}

VariableDescription readVariable(const JsonValue& value) {
  value.requireKeys({"name", "pixels", "columns", "words", "points"},
                    "an object with one of \"pixels\", \"columns\", \"words\", \"points\"");
  VariableDescription variable;
  int places = 0;
  if (const auto name = value.find("name")) variable.name = printable(name->text());
  if (const auto pixels = value.find("pixels")) {
    ++places;
    for (const auto& rect : pixels->items("a list of [top, left, height, width]")) {
      variable.pixels.push_back(readRect(rect));
    }
    if (variable.pixels.empty()) pixels->refuse("a list of [top, left, height, width] that is not empty");
  }
  if (const auto columns = value.find("columns")) {
    ++places;
    variable.columns = columns->texts();
    if (variable.columns.empty()) columns->refuse("a list of column names that is not empty");
  }
  if (const auto words = value.find("words")) {
    ++places;
    variable.words = readPositions(*words);
  }
  if (const auto points = value.find("points")) {
    ++places;
    variable.points = readPositions(*points);
  }
  if (places != 1) value.refuse("an object with exactly one of \"pixels\", \"columns\", \"words\", \"points\"");
  return variable;
}

VariableList readVariableList(const JsonValue& value) {
  VariableList list;
  for (const auto& item : value.items("a list of variables")) list.push_back(readVariable(item));
  if (list.empty() || list.size() > 20) value.refuse("a list of 1 to 20 variables");
  return list;
}

GridDescription readGrid(const JsonValue& value) {
  GridDescription description;
  auto& grid = description.grid;
  if (const auto cells = value.find("grid")) {
    const auto sides = cells->integers(1, 1024);
    if (sides.size() != 2) cells->refuse("[rows, columns]");
    grid.rows = static_cast<int>(sides[0]);
    grid.columns = static_cast<int>(sides[1]);
  }
  if (const auto count = value.find("count")) grid.count = static_cast<int>(count->integer(1, 20));
  if (const auto seed = value.find("seed")) {
    grid.seed = static_cast<std::uint64_t>(seed->integer(0, std::numeric_limits<std::int64_t>::max()));
  }
  std::int64_t room = std::int64_t{grid.rows} * grid.columns;
  if (const auto within = value.find("within")) {
    const auto sides = within->integers(0, 1024);
    const bool inside = sides.size() == 4 && sides[0] < sides[2] && sides[1] < sides[3] && sides[2] <= grid.rows &&
                        sides[3] <= grid.columns;
    if (!inside) within->refuse("[top, left, bottom, right] in cells, inside the grid");
    for (std::size_t i = 0; i < 4; ++i) grid.within[i] = static_cast<int>(sides[i]);
    room = (sides[2] - sides[0]) * (sides[3] - sides[1]);
  }
  if (grid.count > room) {
    value.refuse("a grid with at least as many cells as \"count\" (" + std::to_string(grid.count) + " of " +
                 std::to_string(room) + " cells)");
  }
  if (const auto each = value.find("each")) description.each = each->flag();
  return description;
}

VariablesDescription readVariables(const JsonValue& value) {
  const std::string expectation =
      "a grid {\"grid\": [7, 7], \"count\": 10}, a list of variables, {\"each\": [list, list, ...]}, or "
      "{\"map\": \"regions.png\"}";
  if (value.isList()) return readVariableList(value);
  if (!value.isObject()) value.refuse(expectation);
  const auto each = value.find("each");
  if (each && each->isList()) {
    value.requireKeys({"each"}, expectation);
    EachDescription description;
    for (const auto& item : each->items(expectation)) description.lists.push_back(readVariableList(item));
    if (description.lists.empty()) each->refuse("one list of variables for each sample");
    return description;
  }
  if (const auto map = value.find("map")) {
    value.requireKeys({"map"}, expectation);
    if (map->text().empty()) map->refuse("the name of a PNG or .npy file");
    return MapDescription{map->text()};
  }
  value.requireKeys({"grid", "count", "seed", "within", "each"}, expectation);
  return readGrid(value);
}

BaselineDescription readBaseline(const JsonValue& value) {
  const std::string expectation = "\"zero\", \"mean\", a number, a list of numbers, or {\"token\": \"[MASK]\"}";
  using Kind = BaselineDescription::Kind;
  if (value.isNumber()) return {Kind::values, {value.number()}, {}};
  if (value.isList()) {
    auto numbers = value.numbers();
    if (numbers.empty()) value.refuse(expectation);
    return {Kind::values, std::move(numbers), {}};
  }
  if (value.isObject()) {
    value.requireKeys({"token"}, expectation);
    return {Kind::token, {}, value.at("token").text()};
  }
  if (!value.isString()) value.refuse(expectation);
  const auto word = value.text();
  if (word == "zero") return {Kind::zero, {}, {}};
  if (word == "mean") return {Kind::mean, {}, {}};
  value.refuse(expectation);
}

std::size_t channelsOf(InputKind kind, const std::vector<std::int64_t>& shape) {
  return static_cast<std::size_t>(isInSpace(kind) ? shape.back() : shape.front());
}

void readInput(const JsonValue& value, RunDescription& run) {
  value.requireKeys({"kind", "shape", "mean", "std", "layout", "padding"},
                    "an object with \"kind\", \"shape\", \"mean\", \"std\", \"layout\", \"padding\"");
  if (const auto padding = value.find("padding")) run.padding = padding->integer(0, (1 << 24) - 1);
  if (const auto layout = value.find("layout")) run.layout = layout->word(networkLayouts());
  if (const auto kind = value.find("kind")) {
    const auto word = kind->word({"image", "tabular", "text", "points", "bodies"});
    run.kind = inputKindFrom(word);
  }
  if (const auto shape = value.find("shape")) {
    run.shape = shape->integers(1, largestSide);
    std::int64_t elements = 1;
    for (const auto side : run.shape) elements = elements > largestSide ? elements : elements * side;
    if (run.shape.empty() || elements > largestSide) shape->refuse("a list of whole numbers such as [1, 28, 28]");
    const auto rank = run.shape.size();
    if (run.kind == InputKind::image && rank != 3) shape->refuse("[channels, height, width]");
    if (run.kind == InputKind::tabular && rank != 1) shape->refuse("[columns]");
    if (run.kind == InputKind::text && rank != 1) shape->refuse("[tokens]");
    if (run.kind == InputKind::points && (rank != 2 || run.shape[1] < 2)) shape->refuse("[points, coordinates]");
    if (run.kind == InputKind::bodies && rank != 2) shape->refuse("[bodies, 12]");
  }
  for (const bool mean : {true, false}) {
    const auto found = value.find(mean ? "mean" : "std");
    if (!found) continue;
    auto& list = mean ? run.mean : run.std;
    list = found->isNumber() ? std::vector<double>{found->number()} : found->numbers();
    for (const double number : list) {
      if (!mean && number <= 0) found->refuse("a list of numbers above zero");
    }
    if (!run.kind || run.shape.empty()) continue;
    const auto channels = channelsOf(*run.kind, run.shape);
    if (list.size() > 1 && list.size() != channels) {
      found->refuse("one number, or one for each of the " + std::to_string(channels) + " channels or columns");
    }
  }
}

StepPattern readSteps(const JsonValue& value) {
  value.requireKeys({"pattern", "unit"}, "{\"pattern\": \"...([0-9]+)...\", \"unit\": \"step\" or \"epoch\"}");
  StepPattern steps;
  const auto pattern = value.at("pattern");
  steps.pattern = pattern.text();
  if (!stepPatternProblem(steps.pattern).empty()) {
    const auto problem = CompiledPattern(steps.pattern).problem();
    pattern.refuse("a regular expression with exactly one group, such as \"step-([0-9]+)\"" +
                   (problem.empty() ? "" : " (" + problem + ")"));
  }
  if (const auto unit = value.find("unit")) {
    steps.unit = unit->word({"step", "epoch"}) == "step" ? StepPattern::Unit::step : StepPattern::Unit::epoch;
  }
  return steps;
}

/// checkpoints: those that run.json lists; a list of values goes by them.
AxisDescription readAxis(const JsonValue& value, const std::vector<std::string>& checkpoints) {
  const std::string expectation =
      "{\"name\": \"pruning ratio\", \"pattern\": \"ratio-([0-9.]+)\"} or {\"name\": ..., \"values\": {\"FILE\": "
      "NUMBER, "
      "...}}";
  value.requireKeys({"name", "pattern", "values", "training"}, expectation);
  AxisDescription axis;
  axis.name = printable(value.at("name").text());
  if (trimmed(axis.name).empty()) value.at("name").refuse("what the numbers are, such as \"pruning ratio\"");
  const auto pattern = value.find("pattern"), values = value.find("values");
  if (pattern.has_value() == values.has_value()) value.refuse(expectation);
  if (pattern) {
    axis.pattern = pattern->text();
    if (!stepPatternProblem(axis.pattern).empty())
      pattern->refuse("a regular expression with exactly one group, such as \"ratio-([0-9.]+)\"");
  }
  if (values && values->isList()) {
    const std::vector<double> numbers = values->numbers();
    if (numbers.size() != checkpoints.size())
      values->refuse("an object {\"FILE\": NUMBER, ...}, or one number for each name in the list \"checkpoints\" (" +
                     std::to_string(checkpoints.size()) + ")");
    for (std::size_t i = 0; i < numbers.size(); ++i) axis.values[checkpoints[i]] = numbers[i];
  } else if (values) {
    for (const auto& [name, number] : values->entries("{\"FILE\": NUMBER, ...}")) axis.values[name] = number.number();
    if (axis.values.empty()) values->refuse("{\"FILE\": NUMBER, ...}");
  }
  if (const auto training = value.find("training")) axis.training = training->flag();
  return axis;
}

void readCheckpoints(const JsonValue& value, RunDescription& run) {
  if (value.isString()) {
    run.checkpoints = value.text();
  } else if (value.isList()) {
    run.checkpointFiles = value.texts();
    if (run.checkpointFiles.empty()) value.refuse("a list of names that is not empty");
  } else {
    value.refuse("a pattern such as \"checkpoints/*.pt\", or a list of names");
  }
}

}  // namespace

bool GridDescription::operator==(const GridDescription& other) const {
  return grid.rows == other.grid.rows && grid.columns == other.grid.columns && grid.count == other.grid.count &&
         grid.seed == other.grid.seed && grid.within == other.grid.within && each == other.each;
}

const std::vector<std::string>& networkLayouts() {
  static const std::vector<std::string> words = {
      "channels-first",     "channels-last",          "no-channel", "flattened", "flattened-channel",
      "flattened-sequence", "flattened-channels-last"};
  return words;
}

const std::vector<std::string>& secondInputs() {
  static const std::vector<std::string> words = {"tokens", "padding", "ones", "zeros"};
  return words;
}

RunDescription readRunDescription(const std::filesystem::path& file) {
  const auto json = parseJson(readText(file, limits::descriptionBytes), file.string());
  const JsonValue top(json, file.string(), "");
  top.requireKeys(topKeys, "an object");
  if (const auto version = top.find("spindle")) {
    if (!version->isNumber() || version->number() != 1) version->refuse("1, the version that this program reads");
  }
  RunDescription run;
  const auto text = [&](const char* key, std::optional<std::string>& field) {
    if (const auto value = top.find(key)) field = value->text();
  };
  text("name", run.name);
  text("model", run.model);
  text("metrics", run.metrics);
  text("samples", run.samples);
  text("mask_at", run.maskAt);
  if (const auto value = top.find("target"))
    run.target = value->isNumber() ? std::to_string(value->integer(0, largestSide)) : value->text();
  if (const auto value = top.find("second_input")) run.secondInput = value->word(secondInputs());
  if (const auto value = top.find("output_tensor"))
    run.outputTensor = value->isNumber() ? std::to_string(value->integer(0, 1000)) : value->text();
  text("vocab", run.vocab);
  text("weights", run.weights);
  if (const auto value = top.find("checkpoints")) readCheckpoints(*value, run);
  if (const auto value = top.find("input")) readInput(*value, run);
  if (const auto value = top.find("architecture"))
    run.layers = value->isString() ? std::vector<std::string>{value->text()} : value->texts();
  if (const auto value = top.find("sample_count"))
    run.sampleCount = static_cast<std::size_t>(value->integer(1, 1 << 20));
  if (const auto value = top.find("partial_weights")) run.partialWeights = value->flag();
  if (const auto value = top.find("classes")) {
    run.classes = value->texts();
    for (auto& name : run.classes) name = printable(name);
  }
  if (const auto value = top.find("score")) {
    run.score = value->word({"log-odds", "logit", "log-probability", "probability", "value"});
  }
  if (const auto value = top.find("output")) {
    run.output = value->word({"logits", "log-probabilities", "probabilities", "value"});
  }
  if (const auto value = top.find("protocol")) run.protocol = value->word({"two-phase"});
  if (const auto value = top.find("baseline")) run.baseline = readBaseline(*value);
  if (const auto value = top.find("background")) {
    run.background = value->word({"keep", "mask"}) == "keep" ? Background::keep : Background::mask;
  }
  if (const auto value = top.find("variables")) run.variables = readVariables(*value);
  if (const auto value = top.find("steps")) run.steps = readSteps(*value);
  if (const auto value = top.find("axis")) {
    run.axis = readAxis(*value, run.checkpointFiles);
    if (run.steps) value->refuse("left out where \"steps\" is given: one of them places the checkpoints");
  }
  if (const auto value = top.find("loss_columns")) {
    value->requireKeys({"train", "test"}, "{\"train\": \"column\", \"test\": \"column\"}");
    if (const auto column = value->find("train")) run.lossColumns.train = column->text();
    if (const auto column = value->find("test")) run.lossColumns.test = column->text();
  }
  return run;
}

}  // namespace spindle
