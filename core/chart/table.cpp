// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chart/table.h"

#include "core/base/text.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <stdexcept>

namespace spindle {
namespace {

bool unknown(const TableCell& cell) {
  const auto* number = std::get_if<double>(&cell);
  return std::holds_alternative<std::monostate>(cell) || (number != nullptr && std::isnan(*number));
}

}  // namespace

Table::Table(std::string name, std::string title, std::vector<ColumnInfo> columns)
    : name_(std::move(name)), title_(std::move(title)), columns_(std::move(columns)) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (columns_[i].name == columns_[j].name)
        throw std::invalid_argument("table " + name_ + ": two columns are called " + columns_[i].name);
    }
  }
}

void Table::addRow(std::vector<TableCell> cells, ChartTarget target) {
  if (cells.size() != columns_.size())
    throw std::invalid_argument("table " + name_ + ": a row of " + std::to_string(cells.size()) + " cells");
  rows_.push_back(std::move(cells));
  targets_.push_back(target);
}

std::size_t Table::column(const std::string& name) const {
  const auto found =
      std::find_if(columns_.begin(), columns_.end(), [&](const ColumnInfo& one) { return one.name == name; });
  if (found == columns_.end()) throw std::invalid_argument("table " + name_ + ": no column " + name);
  return static_cast<std::size_t>(found - columns_.begin());
}

void Table::setSpread(const std::string& over, const std::string& value) {
  over_ = columns_[column(over)].name;
  value_ = columns_[column(value)].name;
}

Table Table::wide() const {
  if (over_.empty()) return forReaders();
  const std::size_t over = column(over_), value = column(value_);
  // A column is part of the key of a wide row when it comes before `over` in the order of columns.
  std::vector<std::size_t> keys;
  for (std::size_t c = 0; c < over; ++c) {
    if (c != value && !columns_[c].filesOnly) keys.push_back(c);
  }
  std::vector<std::string> names;
  std::vector<ColumnInfo> columns;
  columns.reserve(columns_.size());
  for (const std::size_t c : keys) columns.push_back(columns_[c]);
  std::map<std::vector<std::string>, std::size_t> rowOf;
  std::vector<std::vector<TableCell>> made;
  std::vector<ChartTarget> targets;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const auto& row = rows_[r];
    const std::string name = fullText(row[over]);
    auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    if (at == names.size()) {
      names.push_back(name);
      columns.push_back({over_ + name, columns_[over].title + " " + name, columns_[value].kind, columns_[value].unit});
    }
    std::vector<std::string> key;
    key.reserve(keys.size());
    for (const std::size_t c : keys) key.push_back(fullText(row[c]));
    const auto [found, isNew] = rowOf.emplace(key, made.size());
    if (isNew) {
      auto& cells = made.emplace_back();
      for (const std::size_t c : keys) cells.push_back(row[c]);
      targets.push_back(targets_[r]);
    }
    auto& cells = made[found->second];
    if (cells.size() < keys.size() + at + 1) cells.resize(keys.size() + at + 1);
    cells[keys.size() + at] = row[value];
  }
  Table wide(name_, title_, std::move(columns));
  for (std::size_t r = 0; r < made.size(); ++r) {
    made[r].resize(wide.columns().size());
    wide.addRow(std::move(made[r]), targets[r]);
  }
  return wide;
}

Table Table::forReaders() const {
  const auto kept = [](const ColumnInfo& column) { return !column.filesOnly; };
  if (std::all_of(columns_.begin(), columns_.end(), kept)) return *this;
  std::vector<ColumnInfo> columns;
  std::copy_if(columns_.begin(), columns_.end(), std::back_inserter(columns), kept);
  Table table(name_, title_, std::move(columns));
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    std::vector<TableCell> cells;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (kept(columns_[c])) cells.push_back(rows_[r][c]);
    }
    table.addRow(std::move(cells), targets_[r]);
  }
  return table;
}

std::string fullText(const TableCell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return {};
  if (const auto* number = std::get_if<double>(&cell)) return shortest(*number);
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return std::to_string(*count);
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? "yes" : "no";
  return std::get<std::string>(cell);
}

std::string readableText(const TableCell& cell, ColumnKind kind) {
  if (unknown(cell)) return "-";
  if (const auto* value = std::get_if<double>(&cell))
    return kind == ColumnKind::step ? stepNumberText(*value) : numberText(*value);
  return fullText(cell);
}

}  // namespace spindle
