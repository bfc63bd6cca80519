// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// What one column of a table holds. A column is numeric when all its cells are numbers, or all but empty ones and
/// usual marks of missing values ("NA", "?", ...).
struct TableColumn {
  std::string name;
  bool numeric = false;
  bool tooManyWords = false;    ///< more than 10,000 different words: words is cut
  std::set<std::string> words;  ///< its cells that are no numbers; empty ones left out
};

/// The first look at a table: delimiter, decimal mark, header and the kinds of its columns.
struct TableLayout {
  char delimiter = ',';
  bool decimalComma = false;
  bool header = true;  ///< false: the first row is data, columns are named "column 0", ...
  std::size_t rows = 0;
  std::vector<TableColumn> columns;

  /// Index of the column of this name, ignoring case and blanks; the number of columns when there is none.
  [[nodiscard]] std::size_t find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;
};

/// Reads the text once. Throws UserError: no rows, or a row with another number of cells than the header.
TableLayout tableLayout(std::string_view text, const std::string& source);

}  // namespace spindle
