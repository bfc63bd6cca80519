// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/sample_files.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "sample_models/recipe/npz_writer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace spindle {
namespace {

constexpr std::size_t mislabeledSamples = 4;

/// A row that was chosen, of the training or the test part.
struct Chosen {
  bool test = false;
  std::size_t row = 0;
};

bool isMislabeled(const LabeledPart& part, std::size_t row) {
  return part.labels[row] != part.correct[row];
}

/// The first rows whose labels are classes 0, 1, 2, ... in turn, correct or mislabeled as wanted, in row order of use.
std::vector<std::size_t> chooseRows(const LabeledPart& part, std::size_t classes, std::size_t count, bool mislabeled) {
  std::vector<std::size_t> chosen, next(classes, 0);
  const auto isWanted = [&](std::size_t row, std::size_t wanted) {
    const bool fit = part.unfit.empty() || !part.unfit[row];
    return fit && part.labels[row] == static_cast<std::int64_t>(wanted) && isMislabeled(part, row) == mislabeled;
  };
  for (std::size_t k = 0; chosen.size() < count && k < 4 * (count + classes); ++k) {
    auto& row = next[k % classes];
    while (row < part.rows() && !isWanted(row, k % classes)) ++row;
    if (row < part.rows()) chosen.push_back(row++);
  }
  return chosen;
}

std::vector<Chosen> chooseSamples(const LabeledData& data, std::size_t count) {
  const auto classes = std::max<std::size_t>(1, data.classes.size());
  const auto wrong = chooseRows(data.training, classes, mislabeledSamples, true);
  std::vector<Chosen> chosen;
  for (const auto row : chooseRows(data.test, classes, count, false)) chosen.push_back({true, row});
  for (const auto row : chooseRows(data.training, classes, count - wrong.size(), false)) chosen.push_back({false, row});
  for (const auto row : wrong) chosen.push_back({false, row});
  return chosen;
}

const LabeledPart& partOf(const LabeledData& data, const Chosen& sample) {
  return sample.test ? data.test : data.training;
}

std::string splitOf(const Chosen& sample) {
  return sample.test ? "test" : "train";
}

std::string className(const LabeledData& data, std::int64_t label) {
  return data.classes[static_cast<std::size_t>(label)];
}

std::string nameOf(const LabeledData& data, const Chosen& sample) {
  const auto& part = partOf(data, sample);
  char number[32];
  std::snprintf(number, sizeof number, "%04zu", sample.row);
  auto name = splitOf(sample) + " " + number;
  if (data.classes.empty()) return name;
  name += " " + className(data, part.correct[sample.row]);
  if (isMislabeled(part, sample.row)) name += " labeled " + className(data, part.labels[sample.row]);
  return name;
}

void writeArrays(const std::filesystem::path& file, const LabeledData& data, const std::vector<Chosen>& samples) {
  std::vector<float> x;
  std::vector<std::int64_t> y, split;
  std::vector<float> measured;
  std::vector<std::uint8_t> mislabeled;
  std::vector<std::string> names;
  for (const auto& sample : samples) {
    const auto& part = partOf(data, sample);
    const auto first = part.values.begin() + static_cast<std::ptrdiff_t>(sample.row * data.elements());
    x.insert(x.end(), first, first + static_cast<std::ptrdiff_t>(data.elements()));
    y.push_back(part.labels[sample.row]);
    if (data.classes.empty()) measured.push_back(static_cast<float>(part.targets[sample.row]));
    split.push_back(sample.test ? 1 : 0);
    mislabeled.push_back(isMislabeled(part, sample.row) ? 1 : 0);
    names.push_back(nameOf(data, sample));
  }
  std::vector<std::size_t> shape{y.size()};
  for (const auto size : data.shape) shape.push_back(static_cast<std::size_t>(size));
  NpzWriter npz;
  if (data.divisor == 255.0) {
    std::vector<std::uint8_t> bytes;
    for (const float value : x) bytes.push_back(static_cast<std::uint8_t>(value));
    npz.add("x", shape, bytes);
  } else {
    for (float& value : x) value /= static_cast<float>(data.divisor);
    npz.add("x", shape, x);
  }
  if (data.classes.empty()) {
    npz.add("y", {y.size()}, measured);
  } else {
    npz.add("y", {y.size()}, y);
  }
  npz.add("split", {split.size()}, split);
  npz.add("mislabeled", {mislabeled.size()}, mislabeled);
  npz.add("name", names);
  npz.write(file);
}

/// The fewest digits that give the same float.
std::string shortestFloat(float value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

void writeTable(const std::filesystem::path& file, const LabeledData& data, const std::vector<Chosen>& samples) {
  std::string text;
  for (const auto& column : data.columns) text += column + ",";
  text += data.classes.empty() ? "y,split,name\n" : "class,split,name,mislabeled\n";
  for (const auto& sample : samples) {
    const auto& part = partOf(data, sample);
    const auto row = sample.row * data.elements();
    for (std::size_t c = 0; c < data.elements(); ++c) text += shortestFloat(part.values[row + c]) + ",";
    text += data.classes.empty() ? shortest(part.targets[sample.row]) : className(data, part.labels[sample.row]);
    text += "," + splitOf(sample) + "," + nameOf(data, sample);
    text += data.classes.empty() ? "\n" : isMislabeled(part, sample.row) ? ",1\n" : ",0\n";
  }
  writeFileAtomically(file, text);
}

void writeTexts(const std::filesystem::path& folder, const LabeledData& data, const std::vector<Chosen>& samples) {
  std::string lines, vocabulary;
  for (const auto& sample : samples) {
    const auto& part = partOf(data, sample);
    nlohmann::ordered_json line = {{"text", part.texts[sample.row]},
                                   {"label", className(data, part.labels[sample.row])},
                                   {"split", splitOf(sample)},
                                   {"name", nameOf(data, sample)}};
    if (isMislabeled(part, sample.row)) line["mislabeled"] = true;
    lines += line.dump() + "\n";
  }
  writeFileAtomically(folder / samplesFile(data), lines);
  for (const auto& piece : data.vocabulary) vocabulary += piece + "\n";
  writeFileAtomically(folder / "vocab.txt", vocabulary);
}

}  // namespace

std::string samplesFile(const LabeledData& data) {
  return data.kind == InputKind::tabular ? "samples.csv"
         : data.kind == InputKind::text  ? "samples.jsonl"
                                         : "samples.npz";
}

void writeSamples(const std::filesystem::path& folder, const LabeledData& data, std::size_t count) {
  const auto samples = chooseSamples(data, count);
  if (data.kind == InputKind::tabular) return writeTable(folder / samplesFile(data), data, samples);
  if (data.kind == InputKind::text) return writeTexts(folder, data, samples);
  writeArrays(folder / samplesFile(data), data, samples);
}

}  // namespace spindle
