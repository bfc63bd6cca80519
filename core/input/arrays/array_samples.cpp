// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/array_samples.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/arrays/input_arrays.h"
#include "core/input/arrays/sample_array_names.h"
#include "core/input/sample/finish_samples.h"
#include "core/input/sample/in_quotes.h"
#include "core/input/sample/label_rows.h"

#include <algorithm>
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

/// The labels of one part of the samples: training, test or all of them.
struct LabelPart {
  const NpyArray* array = nullptr;
  std::size_t first = 0, samples = 0;
  Labels labels;  ///< empty for texts
};

/// One number a sample, or what rows of several say.
Labels labelNumbers(const NpyArray& array, std::size_t samples, const std::string& source, const SampleHints& hints) {
  Labels labels;
  auto values = array.tensor.toDoubles();
  const auto columns = values.size() / samples;
  if (columns > 1 && array.tensor.shape.size() == 2) {
    const auto told = nameOrInput(array) + " has the shape " + shapeText(array.tensor.shape);
    return labelsFromRows({std::move(values), columns, told}, hints, TargetMeans::label, source);
  }
  requireOneEach(values.size(), samples, array, source);
  const auto none = std::find_if_not(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  if (none != values.end())
    throw UserError(source + ": " + nameOrInput(array) + " has no label for sample " +
                    std::to_string(none - values.begin()) + " (" + shortest(*none) +
                    "); leave out samples without a label.");
  if (!std::all_of(values.begin(), values.end(), [](double v) { return v == std::floor(v) && std::abs(v) < 1e9; })) {
    labels.notes.push_back(measuredNote(nameOrInput(array)));
    labels.measured = true;
    labels.targets.resize(samples);
    return labels;
  }
  for (const double value : values) labels.targets.push_back(static_cast<std::int64_t>(value));
  return labels;
}

/// Words and negative numbers get their numbers for all parts at once: a part may lack some of them.
void numberTogether(SampleSet& set, const std::vector<LabelPart>& parts, const SampleHints& hints) {
  std::vector<std::string> cells;
  for (const auto& part : parts) {
    cells.insert(cells.end(), part.array->texts.begin(), part.array->texts.end());
    for (const auto label : part.labels.targets) cells.push_back(std::to_string(label));
  }
  const auto all = labelsFrom(cells, hints, set.source, nameOrInput(*parts.front().array), TargetMeans::label);
  std::size_t begin = 0;
  for (const auto& part : parts) {
    auto labels = all;
    const auto from = all.targets.begin() + static_cast<std::ptrdiff_t>(begin);
    labels.targets.assign(from, from + static_cast<std::ptrdiff_t>(part.samples));
    if (begin > 0) labels.notes.clear();
    takeLabels(set, part.first, std::move(labels));
    begin += part.samples;
  }
}

/// Reads the numbers of every part that has labels; true where words or negative numbers are among them.
bool readLabels(SampleSet& set, std::vector<LabelPart>& parts, const SampleHints& hints) {
  bool together = false;
  for (auto& part : parts) {
    if (part.array == nullptr) {
      set.notes.emplace_back("no labels: all labels set to 0");
      continue;
    }
    const auto& array = *part.array;
    requireRows(array, part.samples, set.source);
    if (array.isText) requireOneEach(array.texts.size(), part.samples, array, set.source);
    if (!array.isText) part.labels = labelNumbers(array, part.samples, set.source, hints);
    const auto& targets = part.labels.targets;
    together = together || array.isText || std::any_of(targets.begin(), targets.end(), [](auto t) { return t < 0; });
  }
  std::erase_if(parts, [](const LabelPart& part) { return part.array == nullptr; });
  return together;
}

void putLabels(SampleSet& set, std::vector<LabelPart> parts, const SampleHints& hints) {
  const bool together = readLabels(set, parts, hints);
  const auto alone = std::stable_partition(parts.begin(), parts.end(), [&](const LabelPart& part) {
    return together && !part.labels.measured && !part.labels.several;
  });
  if (together) numberTogether(set, {parts.begin(), alone}, hints);
  for (auto part = alone; part != parts.end(); ++part) takeLabels(set, part->first, std::move(part->labels));
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
    set.notes.insert(set.notes.end(), layout.notes.begin(), layout.notes.end());
  } else if (layout.format.shape != set.format.shape) {
    throw UserError(set.source + ": training and test inputs have the shapes " + shapeText(set.format.shape) + " and " +
                    shapeText(layout.format.shape) + "; give both the same.");
  }
  set.channelsMoved = set.channelsMoved || (layout.channelsLast && layout.format.shape[0] > 1);
  set.samples.reserve(set.samples.size() + layout.samples);
  for (std::size_t i = 0; i < layout.samples; ++i) {
    auto& sample = set.samples.emplace_back();
    sample.values = inputValues(array.tensor, layout, i);
    sample.split = split;
    if (layout.format.kind != InputKind::text) continue;
    sample.words.reserve(sample.values.size());
    sample.wordTokens.reserve(sample.values.size());
    for (std::uint32_t t = 0; t < sample.values.size(); ++t) {
      sample.words.push_back(shortest(static_cast<double>(sample.values[t])));
      sample.wordTokens.push_back({t});
    }
  }
}

void putSplitsAndNames(SampleSet& set, const std::vector<NpyArray>& arrays) {
  const auto cells = [&](const NpyArray& array) {
    requireRows(array, set.samples.size(), set.source);
    // Before each becomes a text of its own: there may be millions for one sample.
    requireOneEach(array.isText ? array.texts.size() : array.tensor.elements(), set.samples.size(), array, set.source);
    std::vector<std::string> texts = array.texts;
    if (!array.isText) {
      for (const auto value : array.tensor.toDoubles()) texts.push_back(shortest(value));
    }
    return texts;
  };
  if (const auto* splits = find(arrays, {"split", "splits"})) {
    const auto texts = cells(*splits);
    for (std::size_t i = 0; i < texts.size(); ++i) set.samples[i].split = splitFrom(texts[i]);
  }
  if (const auto* flags = find(arrays, mislabeledArrays())) {
    const auto texts = cells(*flags);
    for (std::size_t i = 0; i < texts.size(); ++i) set.samples[i].mislabeled = flagFrom(texts[i]);
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
  std::vector<LabelPart> labels;
  if (inputs != nullptr) {
    putInputs(set, *inputs, Split::unknown, hints);
    labels.push_back({arrays.size() == 1 ? nullptr : find(arrays, labelArrays()), 0, set.samples.size(), {}});
  } else {
    for (const auto& part : splitArrays()) {
      const auto* some = find(arrays, part.inputs);
      if (some == nullptr) continue;
      const auto first = set.samples.size();
      joined = joined || first > 0;
      putInputs(set, *some, part.split, hints);
      labels.push_back({find(arrays, part.labels), first, set.samples.size() - first, {}});
    }
  }
  if (set.samples.empty()) {
    throw UserError(source + ": no array of inputs was found, " + described(arrays) +
                    "; name the inputs \"x\" and the labels \"y\".");
  }
  putLabels(set, std::move(labels), hints);
  if (joined) set.notes.push_back("training and test samples joined");
  putSplitsAndNames(set, arrays);
  putColumns(set, arrays);
  return finishSamples(std::move(set), hints);
}

}  // namespace spindle
