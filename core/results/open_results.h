// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <filesystem>
#include <memory>

namespace spindle {

/// ResultsReader::open() for everybody who reads what the options or the variables say: a text of theirs that is
/// damaged is a UserError here, with file and key, and never later. Where there is nothing at `path` but shards of
/// parts beside it (part.h), these as one (ShardSet).
std::shared_ptr<ResultsReader> openResults(const std::filesystem::path& path);

/// Takes up an interrupted computation at `path` (see ResultsWriter::resume). Throws OtherResults, naming each option
/// that differs, where another measurement, other variables, samples or checkpoints stand there. What a view chose
/// (threshold, factor, kinds, normalization) never matters.
std::unique_ptr<ResultsWriter> resumeResults(const std::filesystem::path& path, const ResultsHeader& header);

/// Gives results at `path` the checkpoints of `header`, a series that has grown or was written anew in parts; what is
/// stored of checkpoints with the same name and weights stays (see regrow_results.h). Throws as resumeResults does, but
/// for the checkpoints. The view that is stored, the version and the date stay.
bool growResults(const std::filesystem::path& path, const ResultsHeader& header);

/// Whether two results come from the same computation but for the input variables: the same measurement (how the
/// network is evaluated, which moves last digits only, aside), checkpoints and samples, read from the same contents.
/// Random selections of the variables of one run are.
bool sameMeasurement(const ResultsHeader& a, const ResultsHeader& b);

}  // namespace spindle
