// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/table.h"

#include <string>

namespace spindle {

/// Tidy CSV in full precision with a first column `run`: lines end with a line feed, unknown numbers are "nan", other
/// unknown cells empty, names as csvCell() says.
std::string csvText(const Table& table, const std::string& run);

/// The first line of that file, with its line feed.
std::string csvHeader(const Table& table);

/// An array of objects, one a row, keys as the columns' names; unknown numbers are null.
std::string jsonText(const Table& table);

/// One object a row and line, with the names of the table and the run before its columns ("table", "run").
std::string jsonLines(const Table& table, const std::string& run);

/// A tabular for the booktabs package, as the table is meant to be read (wide(), four significant digits). All text is
/// escaped.
std::string latexText(const Table& table);

}  // namespace spindle
