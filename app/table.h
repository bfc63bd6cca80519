#pragma once

#include <cstddef>
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

namespace spindle::app {

enum class Align { left, right };

/// A plain table for the terminal: columns as wide as their widest cell, two blanks between them, UTF-8 aware.
class Table {
 public:
  Table(std::vector<std::string> header, std::vector<Align> align);
  void addRow(std::vector<std::string> row);
  /// Shown grey on a terminal: what is there and not used.
  void addGreyRow(std::vector<std::string> row);
  /// grey: whether `out` is a terminal that can show it.
  void print(std::ostream& out, bool grey = false) const;

 private:
  std::vector<std::string> header_;
  std::vector<Align> align_;
  std::vector<std::vector<std::string>> rows_;
  std::set<std::size_t> greyRows_;
};

/// "-" for NaN, otherwise at most four digits after the point and no trailing zeros.
std::string number(double value);

}  // namespace spindle::app
