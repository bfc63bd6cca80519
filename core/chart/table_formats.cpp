// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chart/table_formats.h"

#include "core/base/csv_text.h"
#include "core/base/text.h"
#include "core/chart/tex_text.h"

#include <cmath>
#include <cstdio>

namespace spindle {
namespace {

bool isNumber(ColumnKind kind) {
  return kind == ColumnKind::number || kind == ColumnKind::step;
}

std::string csvText(const TableCell& cell, ColumnKind kind) {
  if (std::holds_alternative<std::monostate>(cell)) return isNumber(kind) ? "nan" : "";
  return std::holds_alternative<std::string>(cell) ? csvCell(std::get<std::string>(cell)) : fullText(cell);
}

std::string jsonQuoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", byte);
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string jsonText(const TableCell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return "null";
  if (const auto* value = std::get_if<double>(&cell)) return std::isfinite(*value) ? shortest(*value) : "null";
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? "true" : "false";
  if (const auto* text = std::get_if<std::string>(&cell)) return jsonQuoted(printable(*text));
  return fullText(cell);
}

}  // namespace

std::string csvHeader(const Table& table) {
  std::string line = "run";
  for (const ColumnInfo& column : table.columns()) line += "," + column.name;
  return line + '\n';
}

std::string csvText(const Table& table, const std::string& run) {
  std::string text = csvHeader(table);
  const std::string first = csvCell(run);
  for (const auto& row : table.rows()) {
    text += first;
    for (std::size_t c = 0; c < row.size(); ++c) text += ',' + csvText(row[c], table.columns()[c].kind);
    text += '\n';
  }
  return text;
}

std::string jsonText(const Table& table) {
  std::string text = "[";
  for (std::size_t r = 0; r < table.rows().size(); ++r) {
    text += r == 0 ? "\n  {" : ",\n  {";
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
      if (c > 0) text += ", ";
      text += jsonQuoted(table.columns()[c].name) + ": " + jsonText(table.rows()[r][c]);
    }
    text += '}';
  }
  return text + (table.rows().empty() ? "]" : "\n]");
}

std::string jsonLines(const Table& table, const std::string& run) {
  const std::string first = "{\"table\": " + jsonQuoted(table.name()) + ", \"run\": " + jsonQuoted(printable(run));
  std::string text;
  for (const auto& row : table.rows()) {
    text += first;
    for (std::size_t c = 0; c < row.size(); ++c)
      text += ", " + jsonQuoted(table.columns()[c].name) + ": " + jsonText(row[c]);
    text += "}\n";
  }
  return text;
}

std::string latexText(const Table& table) {
  const Table wide = table.wide();
  std::string text = texComment(table.title()) + "\\begin{tabular}{";
  for (const ColumnInfo& column : wide.columns()) text += column.kind == ColumnKind::text ? 'l' : 'r';
  text += "}\n\\toprule\n";
  for (std::size_t c = 0; c < wide.columns().size(); ++c)
    text += (c == 0 ? "" : " & ") + texEscaped(wide.columns()[c].title);
  text += " \\\\\n\\midrule\n";
  for (const auto& row : wide.rows()) {
    for (std::size_t c = 0; c < row.size(); ++c)
      text += (c == 0 ? "" : " & ") + texEscaped(readableText(row[c], wide.columns()[c].kind));
    text += " \\\\\n";
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

}  // namespace spindle
