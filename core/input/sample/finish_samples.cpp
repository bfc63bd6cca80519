// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/finish_samples.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/sample/in_quotes.h"
#include "core/input/sample/label_rows.h"
#include "core/input/sample/numbers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace spindle {
namespace {

constexpr double largestLabel = 99999.0;

Labels numbered(const std::vector<std::string>& cells, const std::vector<std::string>& classes) {
  std::map<std::string_view, std::int64_t> index;
  for (std::size_t i = 0; i < classes.size(); ++i) index.emplace(classes[i], static_cast<std::int64_t>(i));
  Labels labels;
  labels.classes = classes;
  for (const auto& cell : cells) labels.targets.push_back(index.at(cell));
  return labels;
}

std::vector<std::string> texts(const std::set<double>& values) {
  std::vector<std::string> names;
  for (const double value : values) names.push_back(shortest(value));
  return names;
}

/// Labels from numbers alone; empty cells of `values` do not occur.
Labels fromNumbers(const std::vector<double>& values, const std::string& where) {
  const std::set<double> distinct(values.begin(), values.end());
  const bool whole = std::all_of(distinct.begin(), distinct.end(), [](double v) { return v == std::floor(v); });
  Labels labels;
  labels.targets.resize(values.size());
  if (!whole || distinct.size() > std::max<std::size_t>(20, values.size() / 4) || *distinct.rbegin() > largestLabel) {
    labels.notes.push_back(measuredNote(where));
    labels.measured = true;
    return labels;
  }
  if (*distinct.begin() < 0.0) {
    labels.classes = texts(distinct);
    labels.notes.push_back(where + " numbered from 0 in the order " + listed(labels.classes, 10));
    labels.renumbered = distinct != std::set<double>{-1.0, 1.0};
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    labels.targets[i] = labels.classes.empty() ? static_cast<std::int64_t>(values[i])
                                               : std::distance(distinct.begin(), distinct.find(values[i]));
  }
  return labels;
}

bool isNumber(const std::string& cell) {
  const auto value = numberFrom(cell);
  return value && std::isfinite(*value);
}

/// A missing value among numbers would become a class of its own and shift the others.
void requireWordsAlone(const std::set<std::string>& labels, const std::string& source, const std::string& where) {
  const auto word = std::find_if_not(labels.begin(), labels.end(), isNumber);
  if (word == labels.end() || std::none_of(labels.begin(), labels.end(), isNumber)) return;
  throw UserError(source + ": " + where + " holds numbers, but also " + inQuotes(*word) +
                  "; remove samples without a label, or list all labels, in the order of the network's outputs, with " +
                  "\"classes\" in run.json.");
}

/// Labels of which some are no numbers.
Labels fromWords(const std::vector<std::string>& cells, const SampleHints& hints, const std::string& source,
                 const std::string& where) {
  const std::set<std::string> distinct(cells.begin(), cells.end());
  const std::set<std::string> known(hints.classes.begin(), hints.classes.end());
  for (const auto& name : distinct) {
    if (!known.empty() && !known.contains(name)) {
      throw UserError(source + ": " + where + " holds the label " + inQuotes(name) +
                      ", which is not among the classes of " + "run.json (" + listed(hints.classes) +
                      "); add it there or correct the file.");
    }
  }
  if (distinct.size() > std::max<std::size_t>(20, cells.size() / 2)) {
    throw UserError(source + ": " + where + " holds " + std::to_string(distinct.size()) + " different words in " +
                    std::to_string(cells.size()) +
                    " rows, which do not look like class labels; name the label's column " + "\"target\".");
  }
  if (known.empty()) requireWordsAlone(distinct, source, where);
  Labels labels = numbered(cells, {distinct.begin(), distinct.end()});
  labels.classesGuessed = known.empty();
  return labels;
}

std::string sortedClassesNote(const std::vector<std::string>& classes) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < classes.size(); ++i) items.push_back(std::to_string(i) + " = " + classes[i]);
  return "labels: " + listed(items, 10) + ", in sorted order (\"classes\" in run.json)";
}

}  // namespace

Labels labelsFrom(const std::vector<std::string>& cells, const SampleHints& hints, const std::string& source,
                  const std::string& where, TargetMeans target) {
  const std::set<std::string> distinct(cells.begin(), cells.end());
  const std::set<std::string> known(hints.classes.begin(), hints.classes.end());
  if (!known.empty() && std::includes(known.begin(), known.end(), distinct.begin(), distinct.end())) {
    return numbered(cells, hints.classes);
  }
  if (const auto rows = labelRows(cells, source, where)) return labelsFromRows(*rows, hints, target, source);
  std::vector<std::string> single;
  std::vector<double> values;
  for (const auto& cell : cells) {
    single.push_back(withoutList(cell));
    if (isNumber(single.back())) values.push_back(*numberFrom(single.back()));
  }
  if (values.size() == cells.size() && !cells.empty()) return fromNumbers(values, where);
  return fromWords(single, hints, source, where);
}

std::string measuredNote(const std::string& where) {
  return where + " holds measured values, not class labels; for a network that predicts them, set " +
         "\"output\": \"value\" and \"score\": \"value\" in run.json";
}

void takeLabels(SampleSet& set, std::size_t first, Labels labels) {
  for (std::size_t i = 0; i < labels.targets.size(); ++i) set.samples[first + i].target = labels.targets[i];
  if (!labels.classes.empty()) set.classes = std::move(labels.classes);
  set.notes.insert(set.notes.end(), labels.notes.begin(), labels.notes.end());
  set.classesGuessed = set.classesGuessed || labels.classesGuessed;
  set.measuredTargets = set.measuredTargets || labels.measured;
  set.labelsRenumbered = set.labelsRenumbered || labels.renumbered;
  set.severalLabels = set.severalLabels || labels.several;
}

bool flagFrom(std::string_view text) {
  const auto word = lowerCase(trimmed(text));
  return word == "1" || word == "true" || word == "yes";
}

Split splitFrom(std::string_view text) {
  const auto word = lowerCase(trimmed(text));
  if (word == "train" || word == "training" || word == "0" || word == "0.0") return Split::train;
  for (const auto* name : {"test", "val", "valid", "validation", "dev", "eval", "1", "1.0"}) {
    if (word == name) return Split::test;
  }
  return Split::unknown;
}

void requireFewSamples(std::size_t samples, std::size_t values, const std::string& source) {
  constexpr std::uint64_t sampleObject = 160, float32 = 4, besideText = limits::sampleBytes / 2;
  if (samples <= limits::samples && samples <= besideText / (sampleObject + float32 * values)) return;
  throw UserError(source + ": has more samples, or more values in them, than the " + std::to_string(limits::samples) +
                  " samples or " + std::to_string(besideText / 1'000'000) +
                  " MB that are read; give fewer samples (a few hundred suffice).");
}

SampleSet finishSamples(SampleSet set, const SampleHints& hints) {
  if (!hints.mean.empty()) set.format.mean = hints.mean;
  if (!hints.std.empty()) set.format.std = hints.std;
  if (!hints.classes.empty()) set.classes = hints.classes;
  if (set.classesGuessed) set.notes.insert(set.notes.begin(), sortedClassesNote(set.classes));
  if (set.samples.empty()) throw UserError(set.source + ": there are no samples; give at least one.");
  const auto [least, most] = std::minmax_element(set.samples.begin(), set.samples.end(),
                                                 [](const Sample& a, const Sample& b) { return a.target < b.target; });
  if (!set.classes.empty() && least->target == 1 && most->target == static_cast<std::int64_t>(set.classes.size()))
    throw UserError(set.source + ": the labels seem to count from 1 (1 to " + std::to_string(most->target) + " for " +
                    std::to_string(set.classes.size()) + " classes); save them counted from 0.");
  try {
    set.format.check();
    for (std::size_t i = 0; i < set.samples.size(); ++i) {
      auto& sample = set.samples[i];
      if (sample.name.empty()) sample.name = std::to_string(i);
      checkSample(sample, set.format, set.columns);
      const bool known = set.classes.empty() || sample.target < static_cast<std::int64_t>(set.classes.size());
      if (sample.target < 0 || !known) {
        throw UserError("Sample " + inQuotes(sample.name) + " has the label " + std::to_string(sample.target) +
                        " but " +
                        (set.classes.empty() ? "labels count from 0"
                                             : "there are " + std::to_string(set.classes.size()) + " classes") +
                        "; correct the labels or \"classes\" in run.json.");
      }
    }
  } catch (const UserError& error) {
    throw UserError(set.source + ": " + error.what());
  }
  return set;
}

}  // namespace spindle
