// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/table/table_columns.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/sample/finish_samples.h"
#include "core/input/sample/numbers.h"
#include "core/input/table/table_rows.h"

#include <algorithm>
#include <array>

namespace spindle {
namespace {

constexpr std::size_t mostWords = 10000;
constexpr std::array<std::string_view, 8> missingMarks = {"na", "n/a", "nan", "null", "none", "?", "-", "."};

bool isMissingMark(const std::string& word) {
  return std::find(missingMarks.begin(), missingMarks.end(), lowerCase(word)) != missingMarks.end();
}

/// True when numbers with a comma occur among the first rows and none with a point does.
bool usesDecimalComma(std::string_view text, char delimiter, const std::string& source) {
  if (delimiter == ',') return false;
  TableRows rows(text, delimiter, true, source);
  std::vector<std::string_view> cells;
  bool comma = false;
  for (int row = 0; row < 1000 && rows.next(cells); ++row) {
    for (const auto cell : cells) {
      if (cell.find('.') != std::string_view::npos && numberFrom(cell)) return false;
      comma = comma || (cell.find(',') != std::string_view::npos && numberFrom(cell, true));
    }
  }
  return comma;
}

/// A first row is a header unless all of it is numbers that are not simply 0, 1, 2, ... or 1, 2, 3, ...
bool looksLikeHeader(const std::vector<std::string_view>& cells, bool decimalComma) {
  double first = 0.0;
  bool counts = true;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto value = numberFrom(cells[i], decimalComma);
    if (!value) return true;
    if (i == 0) first = *value;
    counts = counts && *value == first + static_cast<double>(i);
  }
  return counts && cells.size() > 2 && (first == 0.0 || first == 1.0);
}

}  // namespace

std::size_t TableLayout::find(std::string_view name) const {
  const auto wanted = lowerCase(trimmed(name));
  const auto same = [&](const TableColumn& column) { return lowerCase(column.name) == wanted; };
  return static_cast<std::size_t>(std::find_if(columns.begin(), columns.end(), same) - columns.begin());
}

std::vector<std::string> TableLayout::names() const {
  std::vector<std::string> all;
  for (const auto& column : columns) all.push_back(column.name);
  return all;
}

TableLayout tableLayout(std::string_view text, const std::string& source) {
  TableLayout layout;
  layout.delimiter = sniffDelimiter(text);
  layout.decimalComma = usesDecimalComma(text, layout.delimiter, source);

  TableRows rows(text, layout.delimiter, true, source);
  std::vector<std::string_view> cells;
  if (!rows.next(cells)) throw UserError(source + ": the table is empty; give a header and at least one row.");
  layout.header = looksLikeHeader(cells, layout.decimalComma);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    layout.columns.emplace_back().name = layout.header ? std::string(trimmed(cells[i])) : "column " + std::to_string(i);
  }

  std::vector<std::size_t> numbers(cells.size());
  for (bool more = layout.header ? rows.next(cells) : true; more; more = rows.next(cells)) {
    requireFewSamples(++layout.rows, cells.size(), source);
    if (cells.size() != layout.columns.size()) {
      throw UserError(source + ": line " + std::to_string(rows.line()) + " has " + std::to_string(cells.size()) +
                      " cells but the first row has " + std::to_string(layout.columns.size()) +
                      "; correct the line or quote cells that hold the delimiter.");
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      auto& column = layout.columns[i];
      const auto cell = trimmed(cells[i]);
      if (cell.empty()) continue;
      if (numberFrom(cell, layout.decimalComma)) {
        ++numbers[i];
        continue;
      }
      column.tooManyWords = column.tooManyWords || column.words.size() >= mostWords;
      if (!column.tooManyWords) column.words.emplace(cell);
    }
  }
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    auto& column = layout.columns[i];
    const bool onlyMarks = numbers[i] > 0 && std::all_of(column.words.begin(), column.words.end(), isMissingMark);
    column.numeric = column.words.empty() || onlyMarks;
  }
  if (layout.rows == 0) throw UserError(source + ": the table has a header but no rows; give at least one row.");
  return layout;
}

}  // namespace spindle
