// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/run/log/training_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The fields of the next record; quoted fields may hold delimiters and doubled quotes. Moves `at` behind it.
std::vector<std::string> nextRecord(std::string_view text, std::size_t& at, char delimiter) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        fields.back() += '"';
        ++at;
      } else {
        quoted = false;
      }
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == delimiter) {
      // What is more than that is refused or of no column: a line of millions of commas costs no memory.
      if (fields.size() <= limits::logColumns) {
        fields.emplace_back();
      } else {
        fields.back().clear();
      }
    } else if (c == '\n') {
      ++at;
      break;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

char sniffDelimiter(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char c : {';', '\t'}) {
    if (std::count(line.begin(), line.end(), c) > std::count(line.begin(), line.end(), best)) best = c;
  }
  return best;
}

/// nullopt for text that is no number; NaN for an empty cell and for "nan".
std::optional<double> number(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.empty()) return unknown;
  const auto lower = lowerCase(cell);
  if (lower == "nan" || lower == "none" || lower == "null" || lower == "inf" || lower == "-inf") return unknown;
  if (cell.front() == '+') cell.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (end != cell.data() + cell.size() || error == std::errc::invalid_argument) return std::nullopt;
  return error == std::errc{} ? value : unknown;
}

template <std::size_t N>
std::optional<std::size_t> findColumn(const std::vector<std::string>& header,
                                      const std::array<std::string_view, N>& names) {
  for (const auto name : names) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (lowerCase(header[i]) == name) return i;
    }
  }
  return std::nullopt;
}

}  // namespace

TrainingLog readTableLog(std::string_view text, const std::string& name) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const char delimiter = sniffDelimiter(text);
  std::size_t at = 0;
  auto header = nextRecord(text, at, delimiter);
  for (auto& field : header) field = std::string(trimmed(field));
  if (header.size() > limits::logColumns)
    throw UserError(name + " has more than 10000 columns; it is not a training log.");
  constexpr std::array<std::string_view, 12> stepNames = {"step",       "global_step", "trainer/global_step",
                                                          "_step",      "steps",       "iteration",
                                                          "iterations", "iter",        "iters",
                                                          "update",     "batch",       "it"};
  constexpr std::array<std::string_view, 4> epochNames = {"epoch", "epochs", "ep", "_epoch"};
  const auto stepColumn = findColumn(header, stepNames);
  const auto epochColumn = findColumn(header, epochNames);
  if (!stepColumn && !epochColumn) {
    throw UserError(name + " has no column \"step\" or \"epoch\" in its header; rename one accordingly.");
  }
  LogBuilder builder(name);
  std::vector<std::size_t> unreadable(header.size(), 0);
  while (at < text.size()) {
    const auto fields = nextRecord(text, at, delimiter);
    const auto cell = [&](std::optional<std::size_t> column) {
      return column && *column < fields.size() ? number(fields[*column]).value_or(unknown) : unknown;
    };
    LogPoint point{cell(stepColumn), cell(epochColumn), 0.0};
    if (!std::isfinite(point.step)) point.step = unknown;
    if (!std::isfinite(point.epoch)) point.epoch = unknown;
    if (std::isnan(point.step) && std::isnan(point.epoch)) continue;
    for (std::size_t i = 0; i < std::min(fields.size(), header.size()); ++i) {
      if (i == stepColumn || i == epochColumn || header[i].empty()) continue;
      const auto value = number(fields[i]);
      if (!value) ++unreadable[i];
      point.value = value.value_or(unknown);
      builder.add(header[i], point);
    }
  }
  auto log = std::move(builder).finish();
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto used = [&](const LogColumn& column) { return column.name == header[i]; };
    if (unreadable[i] > 0 && std::any_of(log.columns.begin(), log.columns.end(), used)) {
      log.notes.push_back(std::to_string(unreadable[i]) + " cells of " + header[i] + " are not numbers");
    }
  }
  return log;
}

}  // namespace spindle
