// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

namespace spindle::app {

enum class Align { left, right };

/// A plain table for the terminal: columns as wide as their widest cell, two blanks between them, UTF-8 aware. What
/// would command the terminal in a name out of a file is replaced (printable()).
class TextTable {
 public:
  TextTable(std::vector<std::string> header, std::vector<Align> align);
  void addRow(std::vector<std::string> row);
  /// Shown gray on a terminal: what is there and not used.
  void addGrayRow(std::vector<std::string> row);
  /// gray: whether `out` is a terminal that can show it.
  void print(std::ostream& out, bool gray = false) const;

 private:
  std::vector<std::string> header_;
  std::vector<Align> align_;
  std::vector<std::vector<std::string>> rows_;
  std::set<std::size_t> grayRows_;
};

/// A measured value: four significant digits without trailing zeros, whole numbers and whole parts as they are, below
/// 1e-4 with an exponent ("3.12e-07"), "-" for NaN. Only 0 is "0". Does not depend on the locale.
std::string number(double value);

/// A step or epoch: at most four digits after the point, all before it; "-" where unknown.
std::string placeInTraining(double stepOrEpoch);

}  // namespace spindle::app
