// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <filesystem>
#include <functional>

namespace spindle {

/// The header that results of a series which has grown get: made of the stored one and of the wanted one. Throws
/// OtherResults where they are not of the same computation but for the checkpoints.
using GrownHeader = std::function<ResultsHeader(const ResultsHeader& stored, const ResultsHeader& wanted)>;

/// Puts results over the checkpoints of `wanted` in the place of those at `path`, finished or interrupted: what is
/// stored of checkpoints of the same name and weights is taken over as it is compressed, the rest waits to be computed
/// (see ResultsWriter::resume). Weights of which no digest is wanted (empty: the file is gone) count as the same.
/// False, and nothing is written, where nothing is stored or nothing differs. Throws UserError; then what was there is
/// still there. Killed at any instant, the next call goes on.
bool regrowResults(const std::filesystem::path& path, const ResultsHeader& wanted, const GrownHeader& grown);

}  // namespace spindle
