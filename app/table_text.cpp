// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/table_text.h"

#include "app/table.h"

#include <algorithm>
#include <ostream>

namespace spindle::app {

void printTable(const Table& table, std::size_t most, bool epochs, std::ostream& out) {
  constexpr std::size_t longestText = 60;
  std::vector<std::string> titles;
  std::vector<Align> align;
  for (const ColumnInfo& column : table.columns()) {
    titles.push_back(column.kind == ColumnKind::step && column.name == "step" && column.title == "step" && epochs
                         ? "epoch"
                         : column.title);
    align.push_back(column.kind == ColumnKind::text ? Align::left : Align::right);
  }
  TextTable text(titles, align);
  const std::size_t shown = std::min(most, table.rows().size());
  for (std::size_t r = 0; r < shown; ++r) {
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < titles.size(); ++c) {
      cells.push_back(readableText(table.rows()[r][c], table.columns()[c].kind));
      if (c + 1 < titles.size() && cells.back().size() > longestText)
        cells.back() = cells.back().substr(0, longestText - 3) + "...";
    }
    text.addRow(std::move(cells));
  }
  text.print(out);
  if (shown < table.rows().size()) out << table.rows().size() - shown << " more rows; --csv writes all of them.\n";
}

}  // namespace spindle::app
