// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/points/point_file.h"
#include "core/input/sample/numbers.h"
#include "core/weights/byte_source.h"

#include <algorithm>

namespace spindle {
namespace {

/// Lines that are neither empty nor comments, with their numbers.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  bool next(std::string_view& line) {
    while (!text_.empty()) {
      ++number_;
      const auto end = std::min(text_.find_first_of("\n\r"), text_.size());
      line = trimmed(text_.substr(0, end));
      const bool windows = text_.substr(end).starts_with("\r\n");
      text_.remove_prefix(std::min(end + (windows ? 2 : 1), text_.size()));
      line = trimmed(line.substr(0, line.find('#')));
      if (!line.empty()) return true;
    }
    return false;
  }
  [[nodiscard]] std::size_t number() const { return number_; }
  [[nodiscard]] std::size_t left() const { return text_.size(); }

 private:
  std::string_view text_;
  std::size_t number_ = 0;
};

/// The first `count` numbers of a line.
std::vector<double> numbersOf(std::string_view line, std::size_t count, const std::string& source, std::size_t number) {
  std::vector<double> values;
  while (values.size() < count) {
    const auto begin = line.find_first_not_of(" \t,;");
    if (begin == std::string_view::npos) break;
    line.remove_prefix(begin);
    const auto end = std::min(line.find_first_of(" \t,;"), line.size());
    const auto value = numberFrom(line.substr(0, end));
    if (!value) break;
    values.push_back(*value);
    line.remove_prefix(end);
  }
  if (values.size() < count) {
    throw UserError(source + ": line " + std::to_string(number) + " has " + std::to_string(values.size()) +
                    " numbers where " + std::to_string(count) + " are needed; correct it or copy the file again.");
  }
  return values;
}

}  // namespace

PointFile readOff(std::span<const std::byte> bytes, const std::string& source) {
  Lines lines(asText(bytes));
  std::string_view line;
  if (!lines.next(line) || line.substr(0, 4).find("OFF") == std::string_view::npos) {
    throw UserError(source + ": is not an OFF file; it should start with \"OFF\".");
  }
  line = trimmed(line.substr(line.find("OFF") + 3));
  if (line.empty() && !lines.next(line)) throw UserError(source + ": ends after its first line; copy it again.");
  const auto counts = numbersOf(line, 1, source, lines.number());
  constexpr std::size_t shortestRow = 5;  // "0 0 0"
  if (!(counts[0] >= 0) || counts[0] > static_cast<double>(lines.left() / shortestRow + 1)) {
    throw UserError(source + ": claims " + shortest(counts[0]) + " vertices but has only " +
                    std::to_string(lines.left()) + " bytes left; copy it again.");
  }
  PointFile points{static_cast<std::size_t>(counts[0]), 3, {}};
  for (std::size_t i = 0; i < points.count; ++i) {
    if (!lines.next(line)) {
      throw UserError(source + ": ends after " + std::to_string(i) + " of " + std::to_string(points.count) +
                      " vertices; copy it again.");
    }
    for (const double value : numbersOf(line, 3, source, lines.number())) {
      points.values.push_back(static_cast<float>(value));
    }
  }
  return points;
}

PointFile readPointRows(std::span<const std::byte> bytes, const std::string& source, std::size_t coordinates) {
  PointFile points{0, coordinates, {}};
  Lines lines(asText(bytes));
  for (std::string_view line; lines.next(line); ++points.count) {
    for (const double value : numbersOf(line, coordinates, source, lines.number())) {
      points.values.push_back(static_cast<float>(value));
    }
  }
  return points;
}

}  // namespace spindle
