// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/table.h"

#include "core/base/text.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <ostream>

namespace spindle::app {
namespace {

std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

TextTable::TextTable(std::vector<std::string> header, std::vector<Align> align)
    : header_(std::move(header)), align_(std::move(align)) {
  for (std::string& title : header_) title = printable(title);
}

void TextTable::addRow(std::vector<std::string> row) {
  for (std::string& cell : row) cell = printable(cell);
  rows_.push_back(std::move(row));
}

void TextTable::addGrayRow(std::vector<std::string> row) {
  grayRows_.insert(rows_.size());
  addRow(std::move(row));
}

void TextTable::print(std::ostream& out, bool gray) const {
  std::vector<std::size_t> widths(header_.size(), 0);
  const auto widen = [&](const std::vector<std::string>& row) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(row[c]));
  };
  widen(header_);
  for (const auto& row : rows_) widen(row);
  const auto printRow = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(widths[c] - width(row[c]), ' ');
      if (c > 0) line += "  ";
      line += align_[c] == Align::left ? row[c] + blanks : blanks + row[c];
    }
    out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
  };
  if (std::any_of(header_.begin(), header_.end(), [](const std::string& h) { return !h.empty(); })) printRow(header_);
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const bool dim = gray && grayRows_.contains(r);
    out << (dim ? "\x1b[90m" : "");
    printRow(rows_[r]);
    out << (dim ? "\x1b[0m" : "");
  }
}

std::string number(double value) {
  return numberText(value);
}

std::string placeInTraining(double stepOrEpoch) {
  return stepNumberText(stepOrEpoch);
}

}  // namespace spindle::app
