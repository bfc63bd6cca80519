// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/chart_target.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace spindle {

enum class ColumnKind {
  step,    ///< a place on the axis of training: all its digits, never rounded
  number,  ///< a measured value
  count,   ///< a whole number
  flag,    ///< yes or no
  text,
};

struct ColumnInfo {
  std::string name;   ///< in CSV and JSON: lower case, no blanks ("train_loss")
  std::string title;  ///< for readers ("train loss")
  ColumnKind kind = ColumnKind::number;
  std::string unit = {};   ///< "nats"; empty: none
  bool filesOnly = false;  ///< for programs: another column tells readers the same in words
};

/// Unknown values are std::monostate or NaN.
using TableCell = std::variant<std::monostate, double, std::int64_t, bool, std::string>;

/// A tidy table: one observation a row. A value; any thread.
class Table {
 public:
  /// Throws std::invalid_argument for two columns of one name.
  Table(std::string name, std::string title, std::vector<ColumnInfo> columns);

  /// Throws std::invalid_argument when the row has another number of cells than there are columns.
  void addRow(std::vector<TableCell> cells, ChartTarget target = {});

  /// For readers, the values of one column stand side by side, one column for each value of another: `over` = "order"
  /// makes order 1, order 2, ... of `value`. Files stay tidy. Throws std::invalid_argument for an unknown column.
  void setSpread(const std::string& over, const std::string& value);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] const std::vector<ColumnInfo>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<std::vector<TableCell>>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<ChartTarget>& targets() const { return targets_; }
  [[nodiscard]] std::size_t column(const std::string& name) const;  ///< throws std::invalid_argument

  /// Names of the columns `over` and `value`; empty where nothing is spread.
  [[nodiscard]] std::pair<std::string, std::string> spread() const { return {over_, value_}; }

  /// As it is meant to be read: without columns for files only, spread where that was asked for (the columns that are
  /// neither `over` nor `value` and differ within one wide row are left out). Itself where nothing is spread.
  [[nodiscard]] Table wide() const;

 private:
  [[nodiscard]] Table forReaders() const;

  std::string name_, title_;
  std::vector<ColumnInfo> columns_;
  std::vector<std::vector<TableCell>> rows_;
  std::vector<ChartTarget> targets_;
  std::string over_, value_;
};

/// A cell in full precision: numbers as short as they can be read back, "yes" and "no", "" where unknown.
std::string fullText(const TableCell& cell);

/// For readers: four significant digits, steps and counts whole, "-" where unknown.
std::string readableText(const TableCell& cell, ColumnKind kind);

}  // namespace spindle
