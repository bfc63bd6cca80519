// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/table/table_rows.h"

#include "core/base/limits.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <utility>

namespace spindle {

TableRows::TableRows(std::string_view text, char delimiter, bool quotes, std::string source)
    : text_(text), delimiter_(delimiter), quotes_(quotes), source_(std::move(source)) {}

std::string_view TableRows::quotedCell() {
  const auto startLine = nextLine_;
  const auto begin = ++at_;
  bool doubled = false;
  for (; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++nextLine_;
    if (text_[at_] != '"') continue;
    if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
    doubled = true;
    ++at_;
  }
  if (at_ >= text_.size()) {
    throw UserError(source_ + ": unterminated quote starting at line " + std::to_string(startLine) +
                    "; close it or remove the quotation mark.");
  }
  auto inside = text_.substr(begin, at_ - begin);
  ++at_;
  while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  if (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') {
    throw UserError(source_ + ": line " + std::to_string(nextLine_) +
                    " has text after a closing quotation mark; double the marks inside a quoted cell.");
  }
  if (!doubled) return inside;
  auto& copy = unescaped_.emplace_back();
  for (std::size_t i = 0; i < inside.size(); ++i) {
    copy += inside[i];
    if (inside[i] == '"') ++i;
  }
  return copy;
}

std::string_view TableRows::cell() {
  if (quotes_ && at_ < text_.size() && text_[at_] == '"') return quotedCell();
  const auto begin = at_;
  while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
  return text_.substr(begin, at_ - begin);
}

bool TableRows::next(std::vector<std::string_view>& cells) {
  unescaped_.clear();
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    if (text_[at_] == '\n' || at_ + 1 >= text_.size() || text_[at_ + 1] != '\n') ++nextLine_;
    ++at_;
  }
  cells.clear();
  if (at_ >= text_.size()) return false;
  line_ = nextLine_;
  for (;;) {
    if (cells.size() == limits::tableColumns) {
      throw UserError(source_ + ": line " + std::to_string(line_) + " has more than " +
                      std::to_string(limits::tableColumns) + " cells; a row is one sample, put each on its own line.");
    }
    cells.push_back(cell());
    if (at_ >= text_.size() || text_[at_] != delimiter_) return true;
    ++at_;
  }
}

char sniffDelimiter(std::string_view text) {
  constexpr std::size_t enough = 1 << 16, mostRows = 20;
  const bool cut = text.size() > enough;
  text = text.substr(0, enough);
  char best = ',';
  std::size_t bestCells = 1, bestRows = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    std::vector<std::string_view> cells;
    std::vector<std::size_t> counts;
    try {
      TableRows rows(text, delimiter, true, {});
      while (counts.size() < mostRows && rows.next(cells)) counts.push_back(cells.size());
    } catch (const UserError&) {
      // Quotation marks that make no sense with this delimiter speak against it; the rows before them count.
    }
    if (counts.empty()) continue;
    if (cut && counts.size() < mostRows && counts.size() > 1) counts.pop_back();
    const auto equal = static_cast<std::size_t>(std::count(counts.begin(), counts.end(), counts.front()));
    if (counts.front() < 2) continue;
    if (std::pair(equal, counts.front()) > std::pair(bestRows, bestCells)) {
      best = delimiter;
      bestRows = equal;
      bestCells = counts.front();
    }
  }
  return best;
}

}  // namespace spindle
