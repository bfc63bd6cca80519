// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/sample/channel_moments.h"
#include "core/input/text/vocabulary_file.h"
#include "core/input/variables/label_map.h"
#include "core/run/run.h"
#include "core/run/samples/default_baseline.h"
#include "core/run/samples/default_variables.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace spindle {
namespace {

std::uint32_t columnIndex(const SampleSet& set, const std::string& name) {
  const auto found = std::find(set.columns.begin(), set.columns.end(), name);
  if (found != set.columns.end()) return static_cast<std::uint32_t>(found - set.columns.begin());
  const auto near = closest(name, set.columns);
  throw UserError(
      "\"variables\" names the column \"" + name + "\", which " + set.source + " does not have; " +
      (near.empty() ? "its columns are " + listed(set.columns, 12) + "." : "did you mean \"" + near + "\"?"));
}

InputVariable toVariable(const VariableDescription& variable, const SampleSet& set, const Sample& sample) {
  const auto needs = [&](InputKind kind, const char* key) {
    if (set.format.kind == kind) return;
    throw UserError(std::string("\"variables\" gives \"") + key + "\", which is for " + toText(kind) +
                    " input, but the samples are " + toText(set.format.kind) + ".");
  };
  if (!variable.pixels.empty()) {
    needs(InputKind::image, "pixels");
    return rectVariable(set.format, variable.pixels, variable.name);
  }
  if (!variable.columns.empty()) {
    needs(InputKind::tabular, "columns");
    std::vector<std::uint32_t> columns;
    for (const auto& name : variable.columns) columns.push_back(columnIndex(set, name));
    return columnVariable(set.format, columns, variable.name.empty() ? listed(variable.columns) : variable.name);
  }
  if (!variable.words.empty()) {
    needs(InputKind::text, "words");
    std::string name = variable.name;
    for (const auto word : variable.words) {
      if (word >= sample.words.size()) {
        throw UserError("\"variables\" names word " + std::to_string(word) + " of sample " + sample.name +
                        ", which has " + std::to_string(sample.words.size()) + " words (the first is 0).");
      }
      if (variable.name.empty()) name += (name.empty() ? "" : " ") + sample.words[word];
    }
    return wordVariable(sample, variable.words, name);
  }
  if (set.format.kind != InputKind::bodies) needs(InputKind::points, "points");
  return pointVariable(set.format, variable.points, variable.name);
}

InputVariables toVariables(const VariableList& list, const SampleSet& set, const Sample& sample) {
  std::vector<InputVariable> variables;
  for (const auto& variable : list) {
    variables.push_back(toVariable(variable, set, sample));
    if (variables.back().name.empty()) variables.back().name = "variable " + std::to_string(variables.size());
  }
  return {std::move(variables), set.format.elements()};
}

double tokenId(const std::filesystem::path& vocabulary, const std::string& token) {
  const auto pieces = vocabularyPieces(vocabulary);
  const auto found = std::find(pieces.begin(), pieces.end(), token);
  if (found != pieces.end()) return static_cast<double>(found - pieces.begin());
  throw UserError(vocabulary.string() + " has no token \"" + token + "\"; set \"baseline\" to one that it has.");
}

/// What a vocabulary has for a word that is not there: a mask, else the unknown word, else padding, else token 0.
std::string maskToken(const std::filesystem::path& vocabulary) {
  const auto pieces = vocabularyPieces(vocabulary);
  for (const auto* name : {"[MASK]", "<mask>", "[UNK]", "<unk>", "[PAD]", "<pad>"}) {
    if (std::find(pieces.begin(), pieces.end(), name) != pieces.end()) return name;
  }
  return {};
}

std::string columnName(const SampleSet& set, std::size_t column) {
  return column < set.columns.size() ? set.columns[column] : "column " + std::to_string(column);
}

std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

}  // namespace

std::vector<InputVariables> Run::variables() const {
  std::vector<std::size_t> all(samples_.samples.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return variables(all);
}

std::vector<InputVariables> Run::variables(const std::vector<std::size_t>& samples) const {
  return variables(description_.variables, samples);
}

std::vector<InputVariables> Run::variables(const VariablesDescription& description,
                                           const std::vector<std::size_t>& samples) const {
  if (std::holds_alternative<std::monostate>(description)) return defaultVariables(samples_, samples);
  std::vector<InputVariables> list;
  if (const auto* drawn = std::get_if<GridDescription>(&description)) {
    if (samples_.format.kind != InputKind::image && !samples_.samples.empty()) {
      throw UserError("\"variables\" describes a grid, which is for images, but the samples are " +
                      toText(samples_.format.kind) + ".");
    }
    auto grid = drawn->grid;
    for (const auto s : samples) {
      if (drawn->each) grid.seed = drawn->grid.seed + s;
      if (drawn->each || list.empty()) {
        list.push_back(drawGridCells(samples_.format, grid));
      } else {
        list.push_back(list.front());
      }
    }
    return list;
  }
  if (const auto* same = std::get_if<VariableList>(&description)) {
    for (const auto s : samples) list.push_back(toVariables(*same, samples_, samples_.samples.at(s)));
    return list;
  }
  if (const auto* map = std::get_if<MapDescription>(&description)) {
    const LabelMap regions = LabelMap::read(folder_ / map->file);
    for (const auto s : samples) list.push_back(regions.variables(samples_, s));
    return list;
  }
  const auto& lists = std::get<EachDescription>(description).lists;
  if (lists.size() != samples_.samples.size()) {
    throw UserError("\"variables\" has " + std::to_string(lists.size()) + " lists for " +
                    std::to_string(samples_.samples.size()) + " samples; give one list for each sample.");
  }
  for (const auto s : samples) list.push_back(toVariables(lists[s], samples_, samples_.samples.at(s)));
  return list;
}

Baseline Run::baseline() const {
  using Kind = BaselineDescription::Kind;
  const auto& vocabulary = samples_.vocabulary;
  std::error_code error;
  const bool hasVocabulary = std::filesystem::is_regular_file(vocabulary, error);
  if (!description_.baseline) {
    if (samples_.format.kind == InputKind::tabular && !samples_.samples.empty()) {
      return {tableBaseline(samples_).values};
    }
    if (samples_.format.kind != InputKind::text) return {};
    const auto token = hasVocabulary ? maskToken(vocabulary) : std::string();
    if (token.empty() && !hasVocabulary && samples_.paddingToken == 0) return {};
    if (token.empty()) return {{static_cast<double>(samples_.paddingToken)}};
    return {{tokenId(vocabulary, token)}};
  }
  const auto& given = *description_.baseline;
  if (samples_.format.kind == InputKind::bodies && given.kind != Kind::zero)
    throw UserError(
        "\"baseline\" is given, but the samples are bodies, which are taken away where they are masked; leave it out.");
  switch (given.kind) {
    case Kind::zero:
      return {};
    case Kind::mean:
      if (!samples_.format.mean.empty()) return {samples_.format.mean};
      if (samples_.samples.empty() || samples_.format.kind == InputKind::text) return {};
      return {samples_.format.kind == InputKind::tabular ? tableBaseline(samples_).values
                                                         : channelMoments(samples_).mean};
    case Kind::values:
      return {given.values};
    case Kind::token:
      break;
  }
  if (samples_.format.kind != InputKind::text && !samples_.samples.empty()) {
    throw UserError("\"baseline\" is a token, which is for text, but the samples are " + toText(samples_.format.kind) +
                    ".");
  }
  if (!hasVocabulary) {
    throw UserError(
        "\"baseline\" is the token \"" + given.token + "\", but " +
        (vocabulary.empty() ? std::string("there is no vocab.txt") : vocabulary.string() + " does not exist") +
        "; set the key \"vocab\" of run.json.");
  }
  return {{tokenId(vocabulary, given.token)}};
}

namespace {

/// What run.json says, in words.
std::string describedBaseline(const BaselineDescription& given, const Baseline& baseline, InputKind kind) {
  using Kind = BaselineDescription::Kind;
  if (given.kind == Kind::token) return given.token + ", token " + shortest(baseline.values.at(0));
  if (kind == InputKind::text) return "token " + shortest(baseline.values.at(0));
  if (kind == InputKind::bodies) return "nothing: they are taken away";
  if (given.kind == Kind::zero) return "raw 0, before mean and std";
  std::vector<std::string> numbers;
  for (const double value : baseline.values) numbers.push_back(rounded(value));
  return (given.kind == Kind::mean ? "their means, " : "raw ") + listed(numbers, 4);
}

const char* maskedParts(InputKind kind) {
  switch (kind) {
    case InputKind::image:
      return "masked pixels become ";
    case InputKind::tabular:
      return "masked columns become ";
    case InputKind::text:
      return "masked words become ";
    case InputKind::bodies:
      return "masked bodies become ";
    case InputKind::points:
      break;
  }
  return "the coordinates of masked points become ";
}

}  // namespace

std::string Run::defaultBaselineText() const {
  const auto& format = samples_.format;
  if (format.kind == InputKind::image) return "masked pixels become raw 0, before mean and std";
  if (format.kind == InputKind::points) return "the points of a masked cluster move to its mean";
  if (format.kind == InputKind::bodies) return "a masked body is taken away: the network runs without it";
  if (format.kind == InputKind::tabular) {
    const auto table = tableBaseline(samples_);
    std::vector<std::string> frequent;
    for (const auto c : table.frequent) frequent.push_back(columnName(samples_, c));
    return "masked columns take " + table.source +
           (frequent.empty() ? std::string() : "; their most frequent value: " + listed(frequent, 6));
  }
  std::error_code error;
  const bool known = std::filesystem::is_regular_file(samples_.vocabulary, error);
  const auto token = known ? maskToken(samples_.vocabulary) : std::string();
  if (token.empty() && samples_.paddingKnown)
    return "masked words become token " + std::to_string(samples_.paddingToken) +
           ", the padding, since no vocabulary " + "with a mask token is known";
  if (token.empty()) return "masked words become token 0, since no vocabulary with a mask token is known";
  return "masked words become " + token + ", token " + shortest(baseline().values.at(0));
}

void Run::tellBaseline() {
  if (samples_.samples.empty()) return;
  using Kind = Finding::Kind;
  const auto tell = [this](Kind kind, const std::string& text) {
    findings_.push_back({kind, "baseline", text, "baseline"});
  };
  const auto& format = samples_.format;
  const Baseline used = baseline();
  if (description_.baseline) {
    tell(Kind::found, maskedParts(format.kind) + describedBaseline(*description_.baseline, used, format.kind));
  } else {
    tell(Kind::guessed, defaultBaselineText());
  }
  const bool table = format.kind == InputKind::tabular;
  if (!table && format.kind != InputKind::image) return;
  const auto& values = used.values;
  const std::size_t channels = format.channels();
  if (values.size() != 1 && values.size() != channels) return;  // refused where it is used, or one for each pixel
  const auto far = farColumns(samples_, values);
  if (far.empty()) return;
  const auto& worst = far.front();
  const std::string where = table ? columnName(samples_, worst.column) : "channel " + std::to_string(worst.column);
  tell(Kind::doubt,
       std::string(maskedParts(format.kind)) + "values that the samples do not have: " + where + " becomes " +
           shortest(worst.value) + " where the sample mean is " + rounded(worst.mean) +
           (std::isfinite(worst.deviations) ? " (" + rounded(worst.deviations) + " standard deviations away)"
                                            : std::string(" in every sample")) +
           (far.size() > 1 ? ", and " + std::to_string(far.size() - 1) + " more " + (table ? "columns" : "channels")
                           : "") +
           (table ? "; leave the key out for the columns' means" : "; \"mean\" takes the mean of each channel"));
}

}  // namespace spindle
