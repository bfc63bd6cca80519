// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QTableWidget>

#include <algorithm>

namespace spindle {

/// Fits the columns of numbers when a text is longer than any before. A header that does this by itself measures all
/// cells whenever one changes, which took two thirds of a frame while playing. longest: 0 at first, the caller's.
inline void fitLonger(QTableWidget& table, qsizetype& longest) {
  qsizetype length = 0;
  for (int column = 0; column < table.columnCount(); ++column) {
    if (table.horizontalHeader()->sectionResizeMode(column) == QHeaderView::Stretch) continue;
    for (int row = 0; row < table.rowCount(); ++row) length = std::max(length, table.item(row, column)->text().size());
  }
  if (length <= longest) return;
  longest = length;
  for (int column = 0; column < table.columnCount(); ++column) {
    if (table.horizontalHeader()->sectionResizeMode(column) != QHeaderView::Stretch)
      table.resizeColumnToContents(column);
  }
}

}  // namespace spindle
