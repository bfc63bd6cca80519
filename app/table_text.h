// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/table.h"

#include <iosfwd>

namespace spindle::app {

/// A table of an analysis for the terminal, numbers to four significant digits; after `most` rows, how many are left.
/// epochs: the column "step" is called epoch.
void printTable(const Table& table, std::size_t most, bool epochs, std::ostream& out);

}  // namespace spindle::app
