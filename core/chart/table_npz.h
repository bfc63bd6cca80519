// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chart/table.h"

#include <span>
#include <string>

namespace spindle {

/// NumPy's .npz (an uncompressed zip of .npy): one array for each column of each table, "dynamics.strength". Numbers
/// and steps are float64 (NaN where unknown), counts int64 (float64 where some are unknown), flags bool, other columns
/// text of fixed width. The first member is "spindle", the version, which tells such a file from samples. Equal tables
/// give equal bytes. Throws UserError where an array or the whole would be larger than zip can say (4 GiB).
std::string npzBytes(std::span<const Table> tables, const std::string& version);

}  // namespace spindle
