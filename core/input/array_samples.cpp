#include "core/input/array_samples.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/finish_samples.h"
#include "core/input/in_quotes.h"
#include "core/input/input_arrays.h"
#include "core/input/sample_array_names.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace spindle {
namespace {

const NpyArray* find(const std::vector<NpyArray>& arrays, const ArrayNames& names) {
  for (const auto wanted : names) {
    for (const auto& array : arrays) {
      if (lastOf(array.name) == wanted) return &array;
    }
  }
  return nullptr;
}

std::string nameOrInput(const NpyArray& array) {
  return array.name.empty() ? "the array" : inQuotes(array.name);
}

void requireRows(const NpyArray& array, std::size_t samples, const std::string& source) {
  const auto& shape = array.tensor.shape;
  const auto rows = shape.empty() ? std::int64_t{1} : shape[0];
  if (rows != static_cast<std::int64_t>(samples)) {
    throw UserError(source + ": " + nameOrInput(array) + " has " + std::to_string(rows) + " rows but there are " +
                    std::to_string(samples) + " inputs; give one for each.");
  }
}

/// One cell a sample, whatever the array holds: a text or number that belongs to nobody must never be written behind
/// the samples.
void requireOneEach(std::size_t cells, std::size_t samples, const NpyArray& array, const std::string& source) {
  if (cells == samples) return;
  throw UserError(source + ": " + nameOrInput(array) + " has the shape " + shapeText(array.tensor.shape) + " for " +
                  std::to_string(samples) + " inputs; give one value for each.");
}

/// The places of the ones in rows that have exactly one each; UserError for rows of several labels.
std::vector<std::int64_t> oneHotLabels(const NpyArray& array, std::size_t samples, std::size_t columns,
                                       const std::string& source, const SampleHints& hints) {
  const auto values = array.tensor.toDoubles();
  std::vector<std::int64_t> labels;
  for (std::size_t i = 0; i < samples; ++i) {
    const auto row = values.begin() + static_cast<std::ptrdiff_t>(i * columns);
    const auto end = row + static_cast<std::ptrdiff_t>(columns);
    const auto ones = std::count(row, end, 1.0);
    if (ones != 1 || ones + std::count(row, end, 0.0) != static_cast<std::ptrdiff_t>(columns)) {
      throw UserError(
          source + ": " + nameOrInput(array) + " has the shape " + shapeText(array.tensor.shape) +
          ", and the row of sample " + std::to_string(i) +
          " is not one-hot (one 1, zeros elsewhere): samples with several labels or soft labels have no one "
          "target; save the class to explain as one whole number for each sample, or set \"target\" in run.json to "
          "the label to explain (0 to " +
          std::to_string(columns - 1) + (hints.classes.empty() ? "" : ", or a class") + ").");
    }
    labels.push_back(std::find(row, end, 1.0) - row);
  }
  return labels;
}

/// The label of several that run.json's "target" names, by number or class.
std::int64_t namedLabel(const SampleHints& hints, std::size_t columns, const std::string& source) {
  const auto known = std::find(hints.classes.begin(), hints.classes.end(), hints.target);
  if (known != hints.classes.end() && hints.classes.size() == columns) return known - hints.classes.begin();
  std::size_t label = columns;
  const auto* const end = hints.target.data() + hints.target.size();
  const auto read = std::from_chars(hints.target.data(), end, label);
  if (read.ec == std::errc() && read.ptr == end && label < columns) return static_cast<std::int64_t>(label);
  throw UserError(source + ": \"target\" in run.json is \"" + hints.target + "\", but there are the labels 0 to " +
                  std::to_string(columns - 1) + (hints.classes.empty() ? "." : ", or the classes."));
}

/// One number a sample, or the place of the one of a one-hot row; empty for measured values.
std::vector<std::int64_t> labelNumbers(const NpyArray& array, std::size_t samples, const std::string& source,
                                       const SampleHints& hints, SampleSet& set) {
  auto& notes = set.notes;
  const auto values = array.tensor.toDoubles();
  const auto columns = values.size() / samples;
  if (columns > 1 && array.tensor.shape.size() == 2 && !hints.target.empty()) {
    const auto label = namedLabel(hints, columns, source);
    set.severalLabels = true;
    notes.push_back("of " + std::to_string(columns) + " labels of each sample, label " + std::to_string(label) +
                    " is explained");
    return std::vector<std::int64_t>(samples, label);
  }
  if (columns > 1 && array.tensor.shape.size() == 2) {
    notes.push_back("labels from one-hot rows");
    return oneHotLabels(array, samples, columns, source, hints);
  }
  requireOneEach(values.size(), samples, array, source);
  if (!std::all_of(values.begin(), values.end(), [](double v) { return v == std::floor(v) && std::abs(v) < 1e9; })) {
    notes.push_back(nameOrInput(array) + " holds measured values, not class labels");
    set.measuredTargets = true;
    return {};
  }
  std::vector<std::int64_t> labels;
  for (const double value : values) labels.push_back(static_cast<std::int64_t>(value));
  return labels;
}

void putLabels(SampleSet& set, std::size_t first, const NpyArray* array, const SampleHints& hints) {
  const auto samples = set.samples.size() - first;
  if (array == nullptr) {
    set.notes.push_back("no labels: every label is 0");
    return;
  }
  requireRows(*array, samples, set.source);
  std::vector<std::int64_t> labels;
  if (array->isText) requireOneEach(array->texts.size(), samples, *array, set.source);
  if (!array->isText) labels = labelNumbers(*array, samples, set.source, hints, set);
  const bool negative = std::any_of(labels.begin(), labels.end(), [](std::int64_t label) { return label < 0; });
  if (array->isText || negative) {
    std::vector<std::string> cells = array->texts;
    for (const auto label : labels) cells.push_back(std::to_string(label));
    return takeLabels(set, first, labelsFrom(cells, hints, set.source, nameOrInput(*array)));
  }
  for (std::size_t i = 0; i < labels.size(); ++i) set.samples[first + i].target = labels[i];
}

void putInputs(SampleSet& set, const NpyArray& array, Split split, const SampleHints& hints) {
  if (array.isText) {
    throw UserError(set.source + ": " + nameOrInput(array) +
                    " holds text; export text as .jsonl with \"text\" and \"label\".");
  }
  auto layout = inputLayout(array.tensor, nameOrInput(array), set.source, hints);
  if (set.samples.empty()) {
    set.format = layout.format;
    set.kindGuessed = layout.kindGuessed;
    set.storedType = nameOf(array.tensor.type);
    set.channelsMoved = layout.channelsLast;
    set.notes.insert(set.notes.end(), layout.notes.begin(), layout.notes.end());
  } else if (layout.format.shape != set.format.shape) {
    throw UserError(set.source + ": training and test inputs have the shapes " + shapeText(set.format.shape) + " and " +
                    shapeText(layout.format.shape) + "; give both the same.");
  }
  for (std::size_t i = 0; i < layout.samples; ++i) {
    auto& sample = set.samples.emplace_back();
    sample.values = inputValues(array.tensor, layout, i);
    sample.split = split;
    if (layout.format.kind != InputKind::text) continue;
    for (std::uint32_t t = 0; t < sample.values.size(); ++t) {
      sample.words.push_back(shortest(static_cast<double>(sample.values[t])));
      sample.wordTokens.push_back({t});
    }
  }
}

void putSplitsAndNames(SampleSet& set, const std::vector<NpyArray>& arrays) {
  const auto cells = [&](const NpyArray& array) {
    requireRows(array, set.samples.size(), set.source);
    std::vector<std::string> texts = array.texts;
    if (!array.isText) {
      for (const auto value : array.tensor.toDoubles()) texts.push_back(shortest(value));
    }
    requireOneEach(texts.size(), set.samples.size(), array, set.source);
    return texts;
  };
  if (const auto* splits = find(arrays, {"split", "splits"})) {
    const auto texts = cells(*splits);
    for (std::size_t i = 0; i < texts.size(); ++i) set.samples[i].split = splitFrom(texts[i]);
  }
  if (const auto* flags = find(arrays, mislabelledArrays())) {
    const auto texts = cells(*flags);
    for (std::size_t i = 0; i < texts.size(); ++i) set.samples[i].mislabelled = flagFrom(texts[i]);
  }
  if (const auto* names = find(arrays, {"name", "names"})) {
    const auto texts = cells(*names);
    for (std::size_t i = 0; i < texts.size(); ++i) set.samples[i].name = texts[i];
  }
}

/// Names of a table's columns; those of other kinds of input are somebody else's.
void putColumns(SampleSet& set, const std::vector<NpyArray>& arrays) {
  const auto* names = find(arrays, columnArrays());
  if (names == nullptr || !names->isText || set.format.kind != InputKind::tabular) return;
  if (names->texts.size() == set.format.elements()) {
    set.columns = names->texts;
  } else {
    set.notes.push_back(nameOrInput(*names) + " has " + std::to_string(names->texts.size()) + " names for " +
                        std::to_string(set.format.elements()) + " columns and is not used");
  }
}

std::string described(const std::vector<NpyArray>& arrays) {
  std::vector<std::string> items;
  for (const auto& array : arrays) items.push_back(nameOrInput(array) + " " + shapeText(array.tensor.shape));
  return items.empty() ? "it holds no arrays" : "it holds " + listed(items, 6);
}

}  // namespace

SampleSet samplesFromArrays(std::vector<NpyArray> arrays, const std::string& source, const SampleHints& hints) {
  SampleSet set;
  set.source = source;
  const auto* inputs = find(arrays, inputArrays());
  if (inputs == nullptr && arrays.size() == 1) inputs = &arrays.front();
  bool joined = false;
  if (inputs != nullptr) {
    putInputs(set, *inputs, Split::unknown, hints);
    putLabels(set, 0, arrays.size() == 1 ? nullptr : find(arrays, labelArrays()), hints);
  } else {
    for (const auto& part : splitArrays()) {
      const auto* some = find(arrays, part.inputs);
      if (some == nullptr) continue;
      const auto first = set.samples.size();
      joined = joined || first > 0;
      putInputs(set, *some, part.split, hints);
      putLabels(set, first, find(arrays, part.labels), hints);
    }
  }
  if (set.samples.empty()) {
    throw UserError(source + ": no array of inputs was found, " + described(arrays) +
                    "; name the inputs \"x\" and the labels \"y\".");
  }
  if (joined) set.notes.push_back("training and test samples joined");
  putSplitsAndNames(set, arrays);
  putColumns(set, arrays);
  return finishSamples(std::move(set), hints);
}

}  // namespace spindle
