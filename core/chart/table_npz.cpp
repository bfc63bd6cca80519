// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chart/table_npz.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>

namespace spindle {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie in memory");

template <class Number>
void append(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

std::uint32_t crc32(const std::string& bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t c = i;
      for (int k = 0; k < 8; ++k) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
      made[i] = c;
    }
    return made;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) crc = table[(crc ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (crc >> 8U);
  return crc ^ 0xFFFFFFFFU;
}

/// The head of an array of format 1.0, a multiple of 64 bytes long.
std::string npyHead(const std::string& type, const std::string& shape) {
  std::string dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
  constexpr std::size_t fixed = 10, step = 64;
  dictionary.append(step - 1 - (fixed + dictionary.size()) % step, ' ');
  dictionary += '\n';
  std::string head("\x93NUMPY\x01\x00", 8);
  append(head, static_cast<std::uint16_t>(dictionary.size()));
  return head + dictionary;
}

/// Code points of UTF-8; what is none becomes U+FFFD.
std::u32string decoded(const std::string& text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 4;
    char32_t code = more == 0 ? first : more < 4 ? first & (0x3FU >> more) : 0xFFFD;
    bool whole = more < 4 && i + more < text.size();
    for (std::size_t k = 1; whole && k <= more; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      whole = (next & 0xC0U) == 0x80U;
      code = code << 6U | (next & 0x3FU);
    }
    out += whole ? code : char32_t{0xFFFD};
    i += whole ? more + 1 : 1;
  }
  return out;
}

std::string textArray(const std::vector<std::string>& texts, const std::string& shape) {
  std::vector<std::u32string> rows;
  std::size_t width = 1;
  for (const std::string& text : texts) {
    rows.push_back(decoded(text));
    width = std::max(width, rows.back().size());
  }
  std::string bytes = npyHead("<U" + std::to_string(width), shape);
  for (std::u32string& row : rows) {
    row.resize(width, U'\0');
    bytes.append(reinterpret_cast<const char*>(row.data()), width * sizeof(char32_t));
  }
  return bytes;
}

double asNumber(const TableCell& cell) {
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*count);
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? 1.0 : 0.0;
  return std::numeric_limits<double>::quiet_NaN();
}

template <class Kind>
bool all(const Table& table, std::size_t column) {
  return std::all_of(table.rows().begin(), table.rows().end(),
                     [column](const auto& row) { return std::holds_alternative<Kind>(row[column]); });
}

/// Steps may be the words "none" in some tables; such columns are text.
bool hasText(const Table& table, std::size_t column) {
  return std::any_of(table.rows().begin(), table.rows().end(),
                     [column](const auto& row) { return std::holds_alternative<std::string>(row[column]); });
}

std::string array(const Table& table, std::size_t column) {
  const std::string shape = "(" + std::to_string(table.rows().size()) + ",)";
  const ColumnKind kind = table.columns()[column].kind;
  if (kind == ColumnKind::text || hasText(table, column)) {
    std::vector<std::string> texts;
    for (const auto& row : table.rows()) texts.push_back(fullText(row[column]));
    return textArray(texts, shape);
  }
  std::string bytes;
  if (kind == ColumnKind::flag && all<bool>(table, column)) {
    bytes = npyHead("|b1", shape);
    for (const auto& row : table.rows()) bytes += std::get<bool>(row[column]) ? '\1' : '\0';
  } else if (kind == ColumnKind::count && all<std::int64_t>(table, column)) {
    bytes = npyHead("<i8", shape);
    for (const auto& row : table.rows()) append(bytes, std::get<std::int64_t>(row[column]));
  } else {
    bytes = npyHead("<f8", shape);
    for (const auto& row : table.rows()) append(bytes, asNumber(row[column]));
  }
  return bytes;
}

/// A zip of members that are stored as they are.
class Zip {
 public:
  void add(const std::string& name, const std::string& bytes) {
    constexpr std::size_t most = 0xFFFFFFFFU;
    if (bytes.size() > most || file_.size() + bytes.size() > most || count_ == 0xFFFFU)
      throw UserError("The table column " + name + " is too large for .npz (4 GiB); write CSV instead.");
    std::string entry;
    constexpr std::uint16_t version = 20, stored = 0, time = 0, date = 33;  // 1980-01-01, the first that zip knows
    for (const std::uint16_t field : {version, std::uint16_t{0}, stored, time, date}) append(entry, field);
    append(entry, crc32(bytes));
    append(entry, static_cast<std::uint32_t>(bytes.size()));
    append(entry, static_cast<std::uint32_t>(bytes.size()));
    append(entry, static_cast<std::uint16_t>(name.size()));
    append(entry, std::uint16_t{0});
    directory_ += std::string("PK\1\2", 4) + std::string("\x14\0", 2) + entry + std::string(10, '\0');
    append(directory_, static_cast<std::uint32_t>(file_.size()));
    directory_ += name;
    file_ += std::string("PK\3\4", 4) + entry + name + bytes;
    ++count_;
  }

  [[nodiscard]] std::string bytes() && {
    std::string end("PK\5\6\0\0\0\0", 8);
    append(end, count_);
    append(end, count_);
    append(end, static_cast<std::uint32_t>(directory_.size()));
    append(end, static_cast<std::uint32_t>(file_.size()));
    append(end, std::uint16_t{0});
    return std::move(file_) + directory_ + end;
  }

 private:
  std::string file_, directory_;
  std::uint16_t count_ = 0;
};

}  // namespace

std::string npzBytes(std::span<const Table> tables, const std::string& version) {
  Zip zip;
  zip.add("spindle.npy", textArray({version}, "()"));
  for (const Table& table : tables) {
    for (std::size_t c = 0; c < table.columns().size(); ++c)
      zip.add(table.name() + "." + table.columns()[c].name + ".npy", array(table, c));
  }
  return std::move(zip).bytes();
}

}  // namespace spindle
