// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/text/text_samples.h"

#include "core/base/json_text.h"
#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/arrays/file_bytes.h"
#include "core/input/sample/finish_samples.h"
#include "core/input/sample/in_quotes.h"
#include "core/input/sample/label_rows.h"
#include "core/input/sample/numbers.h"
#include "core/input/table/table_rows.h"
#include "core/input/text/text_rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace spindle {
namespace {

using nlohmann::json;

const std::vector<std::string> textNames = {"text", "sentence"};
const std::vector<std::string> labelNames = {"label", "labels", "target", "class", "y"};

std::vector<std::string> labelKeys(const SampleHints& hints) {
  return hints.target.empty() ? labelNames : std::vector<std::string>{hints.target};
}

const json* firstOf(const json& object, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    const auto it = object.find(key);
    if (it != object.end() && !it->is_null()) return &*it;
  }
  return nullptr;
}

std::string scalarText(const json& value) {
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// Single labels as they stand, lists of numbers as JSON writes them.
std::string labelText(const json& value, const std::string& place) {
  const auto isPlain = [](const json& entry) { return entry.is_number() || entry.is_boolean(); };
  if (!value.is_structured()) return scalarText(value);
  if (value.is_array() && value.size() == 1 && (isPlain(value.front()) || value.front().is_string())) {
    return scalarText(value.front());
  }
  if (!value.is_array() || value.empty() || !std::all_of(value.begin(), value.end(), isPlain)) {
    failStructuredLabel(place, value.dump());
  }
  return value.dump();
}

/// In how many lines the label stood under the key that run.json's "target" names, and under the usual ones.
struct LabelCounts {
  std::size_t named = 0, usual = 0;
};

std::string labelFrom(const json& object, const SampleHints& hints, const std::string& place, LabelCounts& counts) {
  const auto* named = hints.target.empty() ? nullptr : firstOf(object, {hints.target});
  const auto* label = named != nullptr ? named : counts.named > 0 ? nullptr : firstOf(object, labelNames);
  if (label == nullptr) return {};
  ++(named != nullptr ? counts.named : counts.usual);
  return labelText(*label, place);
}

TextRow rowFrom(const json& object, const SampleHints& hints, const std::string& place, LabelCounts& counts) {
  TextRow row;
  if (const auto* text = firstOf(object, textNames)) row.text = text->get<std::string>();
  if (const auto* words = firstOf(object, {"words"})) row.words = words->get<std::vector<std::string>>();
  if (const auto* ids = firstOf(object, {"ids", "input_ids"})) row.ids = ids->get<std::vector<std::int64_t>>();
  if (const auto* name = firstOf(object, {"name"})) row.name = scalarText(*name);
  if (const auto* split = firstOf(object, {"split"})) row.split = splitFrom(scalarText(*split));
  if (const auto* flag = firstOf(object, {"mislabeled", "mislabelled"})) row.mislabeled = flagFrom(scalarText(*flag));
  row.label = labelFrom(object, hints, place, counts);
  return row;
}

/// Adds what a row holds to `bytes`. A single text is bounded too: each of its letters may be a token.
void requireFewBytes(const TextRow& row, std::uint64_t& bytes, const std::string& source) {
  std::uint64_t own = row.text.size() + sizeof(std::int64_t) * row.ids.size();
  for (const auto& word : row.words) own += word.size() + sizeof word;
  if (own <= limits::textBytes / 2 && row.text.size() <= limits::tokens && (bytes += own) <= limits::textBytes) return;
  throw UserError(source + ": line " + std::to_string(row.line) + ": the text is longer than what is read (in all " +
                  std::to_string(limits::textBytes >> 20) +
                  " MiB); give fewer and shorter texts (a few hundred suffice).");
}

/// "target" names a key where any line has it; else one of several labels, where there are several.
void requireKnownTarget(const SampleSet& set, const LabelCounts& counts, const SampleHints& hints) {
  if (hints.target.empty() || counts.named > 0 || set.severalLabels) return;
  throw UserError(set.source + ": no line has the key " + inQuotes(hints.target) +
                  ", which \"target\" in run.json names, and no sample carries several labels of which it could be " +
                  "one; correct \"target\".");
}

/// Which columns of a table of text mean what.
struct TextColumns {
  std::size_t text = 0;
  std::optional<std::size_t> label, name, split, mislabeled;
  bool header = true;
};

std::optional<std::size_t> columnOf(const std::vector<std::string_view>& header,
                                    const std::vector<std::string>& names) {
  for (const auto& name : names) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (lowerCase(trimmed(header[i])) == lowerCase(name)) return i;
    }
  }
  return {};
}

TextColumns textColumns(const std::vector<std::string_view>& first, const std::string& source,
                        const SampleHints& hints) {
  TextColumns columns;
  const auto text = columnOf(first, textNames);
  if (text) {
    columns.text = *text;
    columns.label = columnOf(first, labelKeys(hints));
    columns.name = columnOf(first, {"name"});
    columns.split = columnOf(first, {"split"});
    if (!columns.label && !hints.target.empty()) {
      throw UserError(source + ": there is no column " + inQuotes(hints.target) +
                      ", which \"target\" in run.json names; correct it, or leave it out where there are no labels.");
    }
    columns.mislabeled = columnOf(first, {"mislabeled", "mislabelled"});
    return columns;
  }
  columns.header = false;
  if (first.size() == 1) return columns;
  const auto isLabel = [](std::string_view cell) { return trimmed(cell).find(' ') == std::string_view::npos; };
  if (first.size() == 2 && isLabel(first[0]) != isLabel(first[1])) {
    columns.text = isLabel(first[0]) ? 1 : 0;
    columns.label = 1 - columns.text;
    return columns;
  }
  throw UserError(source + ": the first line has no text column; add a header with \"text\" and \"label\".");
}

}  // namespace

SampleSet samplesFromJsonLines(std::string_view text, const std::string& source, const SampleHints& hints,
                               const WordPieceTokenizer* tokenizer) {
  text = withoutMark(text, source);
  std::vector<TextRow> rows;
  std::size_t number = 0;
  std::uint64_t bytes = 0;
  LabelCounts counts;
  while (!text.empty()) {
    ++number;
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    const auto place = source + ": line " + std::to_string(number);
    const auto problem = jsonProblem(line);
    if (!problem.empty()) throw UserError(place + " " + problem + "; it is not a sample.");
    try {
      const auto object = json::parse(line);
      if (!object.is_object()) throw UserError(place + " is not a JSON object; write {\"text\": ..., \"label\": ...}.");
      rows.push_back(rowFrom(object, hints, place, counts));
      requireFewSamples(rows.size(), 1, source);
      rows.back().line = number;
      requireFewBytes(rows.back(), bytes, source);
    } catch (const json::parse_error& error) {
      throw UserError(place + " is not valid JSON at byte " + std::to_string(error.byte) +
                      "; write one object per line.");
    } catch (const json::exception&) {
      throw UserError(place + " has a value of the wrong type; \"text\" is a string, \"words\" a list of strings and " +
                      "\"ids\" a list of whole numbers.");
    }
  }
  if (rows.empty()) throw UserError(source + ": there are no samples; give one JSON object per line.");
  const auto labels = counts.named > 0 ? counts.named : counts.usual;
  if (labels != 0 && labels != rows.size()) {
    throw UserError(source + ": only " + std::to_string(labels) + " of " + std::to_string(rows.size()) +
                    " lines have a label; label all of them.");
  }
  const auto means = counts.named > 0 ? TargetMeans::column : TargetMeans::label;
  const auto labeled = labels > 0 ? std::optional(means) : std::nullopt;
  auto set = samplesFromTextRows(rows, labeled, source, hints, tokenizer);
  requireKnownTarget(set, counts, hints);
  return set;
}

SampleSet samplesFromTextTable(std::string_view text, const std::string& source, const SampleHints& hints,
                               const WordPieceTokenizer* tokenizer, char delimiter, bool quotes) {
  text = withoutMark(text, source);
  TableRows table(text, delimiter, quotes, source);
  std::vector<std::string_view> cells;
  if (!table.next(cells)) throw UserError(source + ": the table is empty; give a header and at least one row.");
  const auto columns = textColumns(cells, source, hints);
  const auto width = cells.size();
  std::vector<TextRow> rows;
  std::uint64_t bytes = 0;
  for (bool more = columns.header ? table.next(cells) : true; more; more = table.next(cells)) {
    if (cells.size() != width) {
      throw UserError(source + ": line " + std::to_string(table.line()) + " has " + std::to_string(cells.size()) +
                      " cells but the first row has " + std::to_string(width) + "; correct the line.");
    }
    auto& row = rows.emplace_back();
    requireFewSamples(rows.size(), 1, source);
    row.line = table.line();
    row.text = trimmed(cells[columns.text]);
    requireFewBytes(row, bytes, source);
    if (columns.label) row.label = trimmed(cells[*columns.label]);
    if (columns.name) row.name = trimmed(cells[*columns.name]);
    if (columns.mislabeled) row.mislabeled = flagFrom(cells[*columns.mislabeled]);
    if (columns.split) row.split = splitFrom(cells[*columns.split]);
  }
  if (rows.empty()) throw UserError(source + ": the table has a header but no rows; give at least one row.");
  const auto labeled = columns.label ? std::optional(TargetMeans::column) : std::nullopt;
  return samplesFromTextRows(rows, labeled, source, hints, tokenizer);
}

bool namesTextColumn(std::string_view text, char delimiter, bool quotes) {
  TableRows table(text, delimiter, quotes, {});
  std::vector<std::string_view> cells;
  try {
    return table.next(cells) && cells.size() > 1 && columnOf(cells, textNames).has_value();
  } catch (const UserError&) {
    return false;  // the reader of tables tells what is wrong with the quotation marks
  }
}

}  // namespace spindle
