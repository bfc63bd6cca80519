// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/sample/label_rows.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/sample/in_quotes.h"
#include "core/input/sample/numbers.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace spindle {
namespace {

using Row = std::vector<double>;

/// What stands between the brackets; nothing where there are none. Intervals ("(0, 10]") have two kinds of them.
std::optional<std::string_view> inside(std::string_view cell) {
  cell = trimmed(cell);
  for (const std::string_view brackets : {"[]", "()", "{}"}) {
    if (cell.size() > 1 && cell.front() == brackets[0] && cell.back() == brackets[1])
      return trimmed(cell.substr(1, cell.size() - 2));
  }
  return {};
}

std::optional<double> entryFrom(std::string_view text) {
  const auto word = lowerCase(text);
  if (word == "true" || word == "false") return word == "true" ? 1.0 : 0.0;
  return numberFrom(text);
}

/// The numbers of a list, with commas or blanks between them.
std::optional<Row> numbersIn(std::string_view list) {
  Row row;
  while (!list.empty()) {
    const auto end = std::min(list.find_first_of(", \t\r\n"), list.size());
    const auto entry = entryFrom(list.substr(0, end));
    if (!entry) return {};
    row.push_back(*entry);
    list = trimmed(list.substr(end));
    if (list.starts_with(',')) list = trimmed(list.substr(1));
  }
  return row.empty() ? std::nullopt : std::optional(std::move(row));
}

/// A word may stand in brackets ("[PAD]"); names in a list and objects have quotation marks, commas or colons.
bool isStructured(std::string_view list) {
  return list.empty() || list.find_first_of("\"',:[{") != std::string_view::npos;
}

std::optional<Row> rowFrom(const std::string& cell, const std::string& place) {
  const auto list = inside(cell);
  if (!list) return {};
  auto row = trimmed(cell).front() == '{' ? std::nullopt : numbersIn(*list);
  if (!row && isStructured(*list)) failStructuredLabel(place, cell);
  return row;
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

[[noreturn]] void failRow(const LabelRows& rows, std::size_t sample, const SampleHints& hints, TargetMeans target,
                          const std::string& source) {
  const std::string choice = target == TargetMeans::column
                                 ? ""
                                 : ", or set \"target\" in run.json to the label to explain (0 to " +
                                       std::to_string(rows.columns - 1) +
                                       (hints.classes.empty() ? "" : ", or a class") + ")";
  throw UserError(source + ": " + rows.told + ", and the row of sample " + std::to_string(sample) +
                  " is not one-hot (one 1, zeros elsewhere): samples with several labels or soft labels have no single "
                  "target; save the class to explain as one whole number for each sample" +
                  choice + ".");
}

}  // namespace

Labels labelsFromRows(const LabelRows& rows, const SampleHints& hints, TargetMeans target, const std::string& source) {
  const auto samples = rows.values.size() / rows.columns;
  Labels labels;
  if (target == TargetMeans::label && !hints.target.empty()) {
    const auto label = namedLabel(hints, rows.columns, source);
    labels.targets.assign(samples, label);
    labels.several = true;
    labels.notes.push_back("of the " + std::to_string(rows.columns) + " labels per sample, label " +
                           std::to_string(label) + " is explained");
    return labels;
  }
  const auto columns = static_cast<std::ptrdiff_t>(rows.columns);
  for (std::size_t i = 0; i < samples; ++i) {
    const auto row = rows.values.begin() + static_cast<std::ptrdiff_t>(i) * columns, end = row + columns;
    if (std::count(row, end, 1.0) != 1 || std::count(row, end, 0.0) + 1 != columns)
      failRow(rows, i, hints, target, source);
    labels.targets.push_back(std::find(row, end, 1.0) - row);
  }
  labels.notes.emplace_back("labels from one-hot rows");
  return labels;
}

std::optional<LabelRows> labelRows(const std::vector<std::string>& cells, const std::string& source,
                                   const std::string& where) {
  LabelRows rows;
  std::size_t lists = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto row = rowFrom(cells[i], source + ": sample " + std::to_string(i));
    if (!row || row->size() < 2) continue;
    if (rows.columns == 0) rows.columns = row->size();
    if (row->size() != rows.columns) failStructuredLabel(source + ": sample " + std::to_string(i), cells[i]);
    rows.values.insert(rows.values.end(), row->begin(), row->end());
    ++lists;
  }
  if (lists == 0) return {};
  if (lists != cells.size()) {
    throw UserError(source + ": " + where + " holds lists of " + std::to_string(rows.columns) + " numbers for " +
                    std::to_string(lists) + " of " + std::to_string(cells.size()) +
                    " samples and single labels for the others; save one whole number or word for each sample.");
  }
  rows.told = where + " holds rows of " + std::to_string(rows.columns) + " numbers";
  return rows;
}

std::string withoutList(const std::string& cell) {
  const auto list = inside(cell);
  const auto row = list && trimmed(cell).front() != '{' ? numbersIn(*list) : std::nullopt;
  return row && row->size() == 1 ? shortest(row->front()) : cell;
}

void failStructuredLabel(const std::string& place, const std::string& label) {
  throw UserError(place + " has the label " + inQuotes(label) +
                  ", which is not one class: lists of names, lists of different lengths and objects have no single " +
                  "target; save the class to explain as one whole number or word for each sample.");
}

}  // namespace spindle
