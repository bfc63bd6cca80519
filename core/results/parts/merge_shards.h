// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/results/parts/shard_set.h"

#include <filesystem>

namespace spindle {

/// Writes the shards as one results file: the same bytes as a computation in one part that began when the first of them
/// did. With gaps it is a file whose computation was stopped, which can be resumed. The shards stay. Memory: the tables
/// of one checkpoint. Throws UserError; then, and when stopped, `file` is as it was.
Outcome mergeShards(const ShardSet& shards, const std::filesystem::path& file, RunControl& control);

/// How much is not there, in one sentence; empty where nothing is missing in results of one part (checkpoints that are
/// absent as a whole show by themselves), or in those of several.
std::string gapsSentence(const ResultsReader& results);

}  // namespace spindle
