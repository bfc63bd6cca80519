// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// Walks the rows of delimited text (RFC 4180: quotes around cells, doubled inside; line ends \n, \r\n or \r; empty
/// lines skipped) without copying it. The text must outlive the walk.
class TableRows {
 public:
  /// quotes = false takes quotation marks as ordinary letters, as GLUE's .tsv files do.
  TableRows(std::string_view text, char delimiter, bool quotes, std::string source);

  /// Fills cells with the next row, valid until the next call; false at the end. Throws UserError for a quotation
  /// that is never closed or followed by more text.
  bool next(std::vector<std::string_view>& cells);

  /// Line on which the last row began, counted from 1.
  [[nodiscard]] std::size_t line() const { return line_; }

 private:
  std::string_view cell();
  std::string_view quotedCell();

  std::string_view text_;
  char delimiter_;
  bool quotes_;
  std::string source_;
  std::size_t at_ = 0;
  std::size_t line_ = 0, nextLine_ = 1;
  std::deque<std::string> unescaped_;
};

/// The delimiter (comma, semicolon, tab or bar) that divides the first rows into the largest equal number of cells;
/// comma when none divides them.
char sniffDelimiter(std::string_view text);

}  // namespace spindle
