#include "app/table.h"

#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ostream>

namespace spindle::app {
namespace {

std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// "1.2500e-07" -> "1.25e-07", "3.00" -> "3".
std::string withoutTrailingZeros(const std::string& text) {
  const auto exponent = std::min(text.find('e'), text.size());
  std::string mantissa = text.substr(0, exponent);
  if (mantissa.find('.') != std::string::npos) {
    mantissa.erase(mantissa.find_last_not_of('0') + 1);
    if (mantissa.ends_with('.')) mantissa.pop_back();
  }
  return mantissa + text.substr(exponent);
}

}  // namespace

Table::Table(std::vector<std::string> header, std::vector<Align> align)
    : header_(std::move(header)), align_(std::move(align)) {}

void Table::addRow(std::vector<std::string> row) {
  for (std::string& cell : row) cell = printable(cell);
  rows_.push_back(std::move(row));
}

void Table::addGreyRow(std::vector<std::string> row) {
  greyRows_.insert(rows_.size());
  addRow(std::move(row));
}

void Table::print(std::ostream& out, bool grey) const {
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
    const bool dim = grey && greyRows_.contains(r);
    out << (dim ? "\x1b[90m" : "");
    printRow(rows_[r]);
    out << (dim ? "\x1b[0m" : "");
  }
}

std::string number(double value) {
  constexpr int digits = 4;
  if (std::isnan(value)) return "-";
  if (value == 0.0) return "0";
  const double size = std::abs(value);
  const bool whole = value == std::round(value);
  char text[64];
  std::to_chars_result end{};
  if (size < 1e-4 || size >= 1e15) {
    end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1);
  } else {
    const int decimals = whole ? 0 : std::max(0, digits - 1 - static_cast<int>(std::floor(std::log10(size))));
    end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals);
  }
  return withoutTrailingZeros(std::string(text, end.ptr));
}

std::string placeInTraining(double stepOrEpoch) {
  if (std::isnan(stepOrEpoch)) return "-";
  if (std::abs(stepOrEpoch) >= 1e15) return shortest(stepOrEpoch);
  char text[64];
  std::snprintf(text, sizeof text, "%.4f", stepOrEpoch);
  const std::string shown = withoutTrailingZeros(text);
  return shown == "-0" ? "0" : shown;
}

}  // namespace spindle::app
